"""What is true: scenarios, laws and the tick. Imports nothing else of this project."""

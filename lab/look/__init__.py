"""What things look like, for whoever draws them: colours, drawings, which drawing a thing gets. And pictures of boards as arrays, for notebooks and videos."""

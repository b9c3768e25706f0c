"""What Gymnasium is told of Umwelt."""
import gymnasium

NAME = "Umwelt-v0"


def register() -> None:
    """Let `gymnasium.make` and `gymnasium.make_vec` know Umwelt-v0."""
    if NAME not in gymnasium.registry:
        gymnasium.register(NAME, entry_point="lab.faces.alone:UmweltEnv", vector_entry_point="lab.faces.many:UmweltVectorEnv")

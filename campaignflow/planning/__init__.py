"""Looking ahead: whether a plan can be carried out, what a change would do, how it will end."""

from campaignflow.planning.skeleton import Skeleton, skeleton
from campaignflow.planning.soundness import Flaw, Soundness, soundness

__all__ = ["Flaw", "Skeleton", "Soundness", "skeleton", "soundness"]

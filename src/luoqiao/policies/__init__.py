"""QUOTES: programme packs, each a document with the rules and data that it sets."""

from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_reader import BrokenPack, UnknownPack, list_packs, open_pack, read_pack

__all__ = ["BrokenPack", "Pack", "UnknownPack", "list_packs", "open_pack", "read_pack"]

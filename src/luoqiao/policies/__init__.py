"""QUOTES: programme packs, each a document with the rules and data that it sets."""

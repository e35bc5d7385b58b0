"""What is forgotten after some time: rules of every room, and who carries them out
(docs/privacy.md)."""

"""看文件: whether a document is sound, how many pages it has, its pages as pictures, its text.

Whoever uploads may upload anything, so nothing of a document is opened in the process that serves pages: a child with
little memory and little time does it, and a child that dies is a document that cannot be opened.
"""

from luoqiao.adapters.document_preview.asking import Looked, PreviewBusy, document_text, look_into, page_image

__all__ = ["Looked", "PreviewBusy", "document_text", "look_into", "page_image"]

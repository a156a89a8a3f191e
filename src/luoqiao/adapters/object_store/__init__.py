"""文件库: documents kept under the SHA-256 of their bytes, in a folder or in an S3-compatible store."""

from luoqiao.adapters.object_store.opening import open_store

__all__ = ["open_store"]

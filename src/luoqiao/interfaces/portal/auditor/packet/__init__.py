"""决定案卷的页和文件: one section a part of the packet, laid out as one printable page and as files that programs can check."""

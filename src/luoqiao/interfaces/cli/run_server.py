"""luoqiao run: database, tables and packs, web and worker, all under this one process, until told to stop."""

from __future__ import annotations

import os
import signal
import time
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from types import FrameType

import luoqiao
from luoqiao.adapters.environment.options import Options, data_folder, read_options, read_port
from luoqiao.adapters.object_store import open_store
from luoqiao.adapters.processes.parent_death import stop_with_parent
from luoqiao.adapters.smtp.mail_server import read_mail_server
from luoqiao.interfaces.cli.check_environment import check_folder, check_port, check_python
from luoqiao.interfaces.cli.site import Site
from luoqiao.policies.calendar_reader import open_calendar


def add_arguments(parser: ArgumentParser) -> None:
    """Each option has an environment variable of the same meaning; the option wins."""
    parser.epilog = (
        "环境变量：PORT、HOST、DATA、DATABASE_URL 与上面的选项同义；HOSTS=域名1,域名2 登记别的主机名；"
        "MAIL_URL=smtp://用户:密码@主机:587 和 MAIL_FROM=发件人 开通邮件；SITE_URL=对外网址 写进邮件的链接；"
        "DOCUMENTS=文件夹或 s3://桶/前缀 换地方存上传的文件（S3 兼容的另写 DOCUMENTS_ENDPOINT=地址）；"
        "WEB_WORKERS=个数 改网页工作进程数；LUOQIAO_DEBUG=1 供开发时看详情。"
    )
    parser.add_argument("--port", default="", metavar="端口", help="网页端口，默认 8000（PORT=）")
    parser.add_argument("--host", default="", metavar="地址", help="监听地址，默认只限本机（HOST=）")
    parser.add_argument("--data", default="", metavar="文件夹", help="数据文件夹，默认 var（DATA=）")
    parser.add_argument(
        "--database-url", default="", metavar="地址", help="已有的 PostgreSQL 16 以上，默认用内置的（DATABASE_URL=）"
    )
    parser.add_argument(
        "--demonstration", action="store_true", help="空库里造一个示例区，时钟停在 2023 年 11 月（DEMONSTRATION=1）"
    )
    parser.add_argument("--with-parent", action="store_true", help="启动它的进程结束时一起停止（make run 用）")


def run(arguments: Namespace) -> int:
    """Start everything, print where to look, wait; 0 after an orderly stop."""
    check_python()
    if arguments.with_parent:
        stop_with_parent(signal.SIGTERM)
    stop = StopRequest()
    stop.listen()
    options = chosen_options(arguments)
    if arguments.demonstration:
        os.environ["DEMONSTRATION"] = "1"
    check_folder(options.data)
    open_calendar(options.data / "calendars")
    read_mail_server(os.environ.get("MAIL_URL", ""), os.environ.get("MAIL_FROM", ""))
    documents = os.environ.get("DOCUMENTS", ""), options.data / "documents"
    open_store(*documents, endpoint=os.environ.get("DOCUMENTS_ENDPOINT", ""))
    site = Site(options, stop.asked)
    began = time.monotonic()
    print(f"洛桥 {luoqiao.__version__} 正在启动……", flush=True)
    try:
        site.claim()
        check_port(options.host, options.port, patience=site.port_patience)
        ready = site.start()
        if ready:
            print(welcome(options, time.monotonic() - began, as_root=os.geteuid() == 0), flush=True)
            ready = site.watch()
    finally:
        site.stop()
    print("洛桥已停止。", flush=True)
    return 0 if ready or stop.asked() else 1


def chosen_options(arguments: Namespace) -> Options:
    """启动选项: the environment, with what stands on the command line in its place."""
    options = read_options({**os.environ, "PORT": arguments.port or os.environ.get("PORT", "")})
    if arguments.data:
        options = replace(options, data=data_folder(arguments.data))
    if arguments.port:
        options = replace(options, port=read_port(arguments.port))
    return replace(
        options,
        host=arguments.host or options.host,
        database_url=arguments.database_url or options.database_url,
    )


def welcome(options: Options, seconds: float, *, as_root: bool = False) -> str:
    """启动完成: the address, and what to try first."""
    program = Path(".venv/bin/luoqiao")
    command = str(program) if program.exists() else "luoqiao"
    warning = ["注意：正在以 root 运行，只适合开发；正式使用请换普通用户。"] if as_root else []
    return "\n".join(
        (
            f"启动完成，用时 {seconds:.1f} 秒。请用浏览器打开：",
            "",
            f"    {options.site_url}",
            "",
            f"可以先试：{options.site_url}checkup/ 政策体检，填 40 万元上云服务费、3000 万元设备投资，"
            "看能得多少、从哪一级、依据哪一句。",
            f"命令行：{command} calc cloud_adoption --facts '{{\"annual_service_fee\":\"400000\"}}'",
            f"数据在 {options.data}，日志在 {options.data / 'log'}。按 Ctrl-C 停止。",
            *warning,
        )
    )


class StopRequest:
    """停止请求: remembers that somebody asked; asked twice, this process ends at once and the kernel ends the rest."""

    def __init__(self) -> None:
        self._asked = False

    def asked(self) -> bool:
        """Whether a stop was asked for."""
        return self._asked

    def listen(self) -> None:
        """Take Ctrl-C, an orderly end and a closed terminal as the same request; `nohup` keeps its meaning."""
        signal.signal(signal.SIGINT, self._remember)
        signal.signal(signal.SIGTERM, self._remember)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._remember)

    def _remember(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            os._exit(130)
        self._asked = True
        os.write(2, "\n正在停止……（再按一次立即退出）\n".encode())

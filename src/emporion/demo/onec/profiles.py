"""How the editions of 1C differ at the wire: one value object per edition, so that another one is data and not code.

UT 11 and UNF are as their own modules do it. Of the exchange module of 1C-Bitrix the files and the modes are known from
real exchanges, its patience is not: it is given UT's.
"""

from dataclasses import dataclass, replace
from typing import Literal

Layout = Literal["classic", "guid", "split"]
Words = Literal["ut11", "unf", "module"]


@dataclass(frozen=True, slots=True)
class Profile:
    """The habits of one edition. Seconds where a number is a time."""

    name: str
    schema_version: str
    namespace: str
    user_agent: str = "1C+Enterprise/8.3"
    default_path: str = "/bitrix/admin/1c_exchange.php"  # added when the user typed a host only
    timeout_seconds: float = 180
    progress_pause_seconds: float = 0  # between two imports of the same file
    import_pause_seconds: float = 0  # before the first import of a file
    fewest_init_lines: int = 2
    most_init_lines: int | None = 2  # None: further lines are passed over
    order_starts: tuple[bytes, ...] = (b"<?xml", b"PK")  # what an answer to query may begin with
    order_number_column: int = 11  # width of the column in which loaded orders are looked up
    layout: Layout = "classic"
    answers: Words = "ut11"  # in whose words it speaks of orders
    root_first: bool = True  # the XML of the root goes before the folders; else all goes by name
    talk_parameters: str = ""  # glued to `type` in every request after checkauth, behind the session: CMS Bitrix
    init_parameters: str = ""  # glued to mode=init only
    session_as_it_is: bool = False  # line 4 of checkauth goes back whole, before the mode
    init_before_query: bool = False
    queries_until_empty: bool = False  # query and success again until there are no more orders
    imports_answers: bool = True  # mode=import is called for type=sale too
    sub_documents: bool = False  # payments and shipments within the order
    one_talk: bool = False  # all portions in one talk, closed by deactivate (after a full one) and complete
    attempts: int = 1  # how often an upload is begun, each time from checkauth

    @property
    def reads_containers(self) -> bool:
        """Whether orders may come within a Контейнер."""
        return self.answers == "module"

    def scaled(self, factor: float) -> "Profile":
        """The same edition with its waits and time-outs so many times as long."""
        return replace(
            self,
            timeout_seconds=self.timeout_seconds * factor,
            progress_pause_seconds=self.progress_pause_seconds * factor,
            import_pause_seconds=self.import_pause_seconds * factor,
        )


UT11 = Profile(name="UT 11", schema_version="2.07", namespace="urn:1C.ru:commerceml_2")
UNF = Profile(
    name="UNF",
    schema_version="2.08",
    namespace="urn:1C.ru:commerceml_210",
    timeout_seconds=1800,
    progress_pause_seconds=5,
    import_pause_seconds=5,
    fewest_init_lines=1,  # some hosted shops leave file_limit out
    most_init_lines=None,
    order_starts=(b"<?xml", "<КоммерческаяИнформация".encode(), b"PK"),
    answers="unf",
    root_first=False,
    imports_answers=False,
    attempts=3,
)
UNF_BITRIX = replace(
    UNF,
    name="UNF, CMS Bitrix with sub-documents",
    schema_version="2.10",
    fewest_init_lines=2,
    talk_parameters="&version=2.09&cmlVersion=2.10",
    session_as_it_is=True,
    init_before_query=True,
    queries_until_empty=True,
    imports_answers=True,
    sub_documents=True,
)
BITRIX_209 = Profile(
    name="1C-Bitrix module, 2.09",
    schema_version="2.09",
    namespace="urn:1C.ru:commerceml_2",
    most_init_lines=None,
    layout="guid",
    answers="module",
    init_parameters="&version=2.09",
    init_before_query=True,
    queries_until_empty=True,
    one_talk=True,
)
BITRIX_31 = replace(
    BITRIX_209,
    name="1C-Bitrix module, 3.1",
    schema_version="3.1",
    namespace="urn:1C.ru:commerceml_3",
    layout="split",
    init_parameters="&version=3.1",
)
PROFILES = {"ut11": UT11, "unf": UNF, "unf-bitrix": UNF_BITRIX, "bitrix-2.09": BITRIX_209, "bitrix-3.1": BITRIX_31}

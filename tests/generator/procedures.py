"""The procedures of the register and the kind of result each of them ends in."""

from dataclasses import dataclass

KINDS = ("decision", "birth_extract", "marriage_status", "household_business", "building_permit")
"""The kinds of result documents drawn here."""

SLIP_KINDS = ("control_slip", "receipt", "handover_slip", "patch_t", "blank")
"""Sheets that travel with results and are no results themselves."""


@dataclass(frozen=True)
class Procedure:
    """One administrative procedure; `topic` picks the wording of a decision, `share` is how often it occurs."""

    code: str
    name: str
    field: str
    kind: str
    topic: str
    days: int
    fee: int
    share: int


PROCEDURES = (
    Procedure(
        "1.004859",
        "Thủ tục thay đổi, cải chính, bổ sung thông tin hộ tịch",
        "G15-HT01",
        "decision",
        "correction",
        3,
        28_000,
        5,
    ),
    Procedure(
        "1.001776",
        "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hàng tháng",
        "G09-BT01",
        "decision",
        "allowance",
        18,
        0,
        9,
    ),
    Procedure(
        "1.001731",
        "Hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội",
        "G09-BT01",
        "decision",
        "funeral",
        10,
        0,
        6,
    ),
    Procedure(
        "2.000815",
        "Chuyển mục đích sử dụng đất của hộ gia đình, cá nhân",
        "G12-DD01",
        "decision",
        "land_use",
        15,
        350_000,
        6,
    ),
    Procedure(
        "1.012084",
        "Công nhận hộ nghèo, hộ cận nghèo, hộ thoát nghèo phát sinh trong năm",
        "G09-GN01",
        "decision",
        "poverty",
        15,
        0,
        5,
    ),
    Procedure(
        "2.000635.01",
        "Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh",
        "G15-HT01",
        "birth_extract",
        "",
        1,
        8_000,
        16,
    ),
    Procedure(
        "1.001193.000.00.00.H15", "Thủ tục đăng ký khai sinh", "G15-HT01", "birth_extract", "", 1, 0, 12
    ),
    Procedure(
        "1.004873",
        "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân",
        "G15-HT01",
        "marriage_status",
        "",
        3,
        15_000,
        16,
    ),
    Procedure(
        "1.001612", "Đăng ký thành lập hộ kinh doanh", "G05-KD01", "household_business", "", 3, 100_000, 12
    ),
    Procedure(
        "2.000720",
        "Đăng ký thay đổi nội dung đăng ký hộ kinh doanh",
        "G05-KD01",
        "household_business",
        "",
        3,
        100_000,
        5,
    ),
    Procedure(
        "1.009994",
        "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ",
        "G17-XD01",
        "building_permit",
        "",
        15,
        75_000,
        11,
    ),
    Procedure(
        "1.013229",
        "Cấp giấy phép sửa chữa, cải tạo nhà ở riêng lẻ",
        "G17-XD01",
        "building_permit",
        "",
        15,
        75_000,
        4,
    ),
)

"""Weights turn into probabilities that add up, and more evidence never makes a dossier less likely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import likelihood
from app.domain.face import look
from app.domain.likelihood import Weighed, posterior
from app.domain.procedure_words import ENOUGH, LEAST, agreement, title_words
from tests.domain.readings import page

WEIGHTS = st.lists(st.floats(-40, 40), min_size=1, max_size=20)
SIZES = st.integers(1, 3_000_000)


def weighed(weights: list[float]) -> list[Weighed]:
    return [Weighed(str(place), weight) for place, weight in enumerate(weights)]


@given(WEIGHTS, SIZES)
def test_probabilities_lie_between_0_and_1_and_never_add_up_to_more(weights: list[float], size: int) -> None:
    scores = posterior(weighed(weights), size)
    assert all(0 <= score <= 1 for score in scores.values())
    assert sum(scores.values()) <= 1 + 1e-9


@given(WEIGHTS, SIZES, st.floats(0.1, 5))
def test_more_evidence_for_one_makes_it_likelier_and_the_others_less(
    weights: list[float], size: int, more: float
) -> None:
    before = posterior(weighed(weights), size)
    after = posterior(weighed([weights[0] + more, *weights[1:]]), size)
    assert after["0"] >= before["0"]
    assert all(after[code] <= before[code] for code in after if code != "0")


def test_nothing_known_leaves_every_dossier_as_unlikely_as_it_was() -> None:
    assert posterior(weighed([0.0]), 1000)["0"] == pytest.approx(0.95 / 1000)


def test_two_with_the_same_evidence_share_what_there_is() -> None:
    scores = posterior(weighed([likelihood.number(1000) + 5] * 2), 1000)
    assert scores["0"] == scores["1"] < 0.5


def test_a_slip_outweighs_a_printed_code_and_that_a_name() -> None:
    slip, printed = likelihood.slip(10**5), likelihood.printed_code(10**5, sure=True)
    assert slip > printed > likelihood.printed_code(10**5, sure=False) > likelihood.name(10**5, 3, 0.9)


TITLES = {
    "birth": ("TRÍCH LỤC KHAI SINH (BẢN SAO)", ""),
    "death": ("TRÍCH LỤC KHAI TỬ", ""),
    "single": ("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", ""),
    "marriage": ("GIẤY CHỨNG NHẬN KẾT HÔN", ""),
    "household": ("GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "Đăng ký lần đầu, ngày 03 tháng 3 năm 2026"),
    "building": ("GIẤY PHÉP XÂY DỰNG", "(Sử dụng cho nhà ở riêng lẻ)"),
    "alcohol": ("GIẤY PHÉP BÁN LẺ RƯỢU", ""),
    "funeral": ("QUYẾT ĐỊNH", "Về việc hỗ trợ chi phí mai táng"),
    "land": ("GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", ""),
}
PROCEDURES = {
    "birth": "Thủ tục đăng ký khai sinh",
    "death": "Đăng ký khai tử",
    "single": "Cấp Giấy xác nhận tình trạng hôn nhân",
    "marriage": "Đăng ký kết hôn",
    "household": "Đăng ký thành lập hộ kinh doanh",
    "building": "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV (Không theo tuyến/Tín ngưỡng, "
    "tôn giáo/Tượng đài, tranh hoành tráng/Theo giai đoạn/Dự án) và nhà ở riêng lẻ",
    "alcohol": "Cấp Giấy phép bán lẻ rượu",
    "funeral": "Hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội",
    "land": "Đăng ký, cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất lần đầu",
}


@pytest.mark.parametrize("kind", TITLES)
def test_a_title_agrees_with_its_own_procedure_and_with_no_other(kind: str) -> None:
    title, under = TITLES[kind]
    words = title_words(
        look([page(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", title, under, "Họ và tên: Lê Văn Ba"])])
    )
    for other, name in PROCEDURES.items():
        part = agreement(name, words)
        assert part is not None
        assert (part > ENOUGH) == (other == kind), (name, part)


def test_a_paper_without_a_title_tells_no_procedure() -> None:
    assert agreement("Đăng ký kết hôn", title_words(look([page(["một dòng chữ"])]))) is None
    assert LEAST < ENOUGH

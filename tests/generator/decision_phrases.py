"""Wording of decisions: grounds, articles and reasons by topic. All sentences were written for this generator."""

GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Căn cứ Luật Ban hành văn bản quy phạm pháp luật ngày 19 tháng 02 năm 2025;",
    "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ về thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông tại Bộ phận Một cửa và Cổng Dịch vụ công quốc gia;",
    "Căn cứ Nghị định số 45/2020/NĐ-CP ngày 08 tháng 4 năm 2020 của Chính phủ về thực hiện thủ tục hành chính trên môi trường điện tử;",
    "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ và các văn bản sửa đổi, bổ sung;",
)

TOPIC_GROUNDS: dict[str, tuple[str, ...]] = {
    "correction": (
        "Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;",
        "Căn cứ Nghị định số 123/2015/NĐ-CP ngày 15 tháng 11 năm 2015 của Chính phủ quy định chi tiết một số điều và biện pháp thi hành Luật Hộ tịch;",
        "Căn cứ Thông tư số 04/2020/TT-BTP ngày 28 tháng 5 năm 2020 của Bộ trưởng Bộ Tư pháp;",
    ),
    "allowance": (
        "Căn cứ Luật Người khuyết tật ngày 17 tháng 6 năm 2010 và Luật Người cao tuổi ngày 23 tháng 11 năm 2009;",
        "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội;",
        "Căn cứ Nghị định số 76/2024/NĐ-CP ngày 01 tháng 7 năm 2024 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 20/2021/NĐ-CP;",
    ),
    "funeral": (
        "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội;",
        "Căn cứ Nghị quyết của Hội đồng nhân dân tỉnh về mức chuẩn trợ giúp xã hội áp dụng trên địa bàn tỉnh Đắk Lắk;",
    ),
    "land_use": (
        "Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;",
        "Căn cứ Nghị định số 102/2024/NĐ-CP ngày 30 tháng 7 năm 2024 của Chính phủ quy định chi tiết thi hành một số điều của Luật Đất đai;",
        "Căn cứ kế hoạch sử dụng đất hằng năm đã được cấp có thẩm quyền phê duyệt và công bố theo quy định;",
    ),
    "poverty": (
        "Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27 tháng 01 năm 2021 của Chính phủ quy định chuẩn nghèo đa chiều giai đoạn 2021 - 2025;",
        "Căn cứ Quyết định số 24/2021/QĐ-TTg ngày 16 tháng 7 năm 2021 của Thủ tướng Chính phủ quy định quy trình rà soát hộ nghèo, hộ cận nghèo hằng năm;",
    ),
}

SUBJECTS: dict[str, tuple[str, ...]] = {
    "correction": (
        "Về việc cải chính thông tin hộ tịch",
        "Về việc cho phép thay đổi, bổ sung thông tin hộ tịch",
    ),
    "allowance": (
        "Về việc hưởng trợ cấp xã hội hàng tháng",
        "Về việc điều chỉnh mức trợ cấp xã hội hàng tháng",
    ),
    "funeral": (
        "Về việc hỗ trợ chi phí mai táng đối tượng bảo trợ xã hội",
        "Về việc hỗ trợ chi phí mai táng",
    ),
    "land_use": (
        "Về việc cho phép chuyển mục đích sử dụng đất",
        "Về việc chuyển mục đích sử dụng đất nông nghiệp sang đất ở",
    ),
    "poverty": (
        "Về việc công nhận hộ nghèo phát sinh trong năm",
        "Về việc công nhận hộ thoát nghèo, hộ thoát cận nghèo",
    ),
}

REASONS = (
    "Xét đơn đề nghị của {title} {name} và kết quả thẩm tra hồ sơ của bộ phận chuyên môn;",
    "Xét hồ sơ đề nghị kèm theo của {title} {name} nộp tại Trung tâm Phục vụ hành chính công;",
    "Sau khi kiểm tra, đối chiếu giấy tờ do {title} {name} xuất trình với cơ sở dữ liệu quốc gia về dân cư;",
)

PROPOSALS = (
    "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội tại Tờ trình số {n}/TTr-VHXH {day}.",
    "Theo đề nghị của Trưởng phòng Kinh tế tại Tờ trình số {n}/TTr-KT {day}.",
    "Theo đề nghị của công chức Tư pháp - Hộ tịch tại Báo cáo thẩm định số {n}/BC-TPHT {day}.",
    "Theo đề nghị của Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân tại Tờ trình số {n}/TTr-VP {day}.",
)

IDENTITY = "{title} **{name}**, sinh {born}, dân tộc {ethnic}, số định danh cá nhân {number}, {home}"

FIRST: dict[str, tuple[str, ...]] = {
    "correction": (
        "Cho phép {identity}, được cải chính phần khai về {item} trong Giấy khai sinh số {ref} đã đăng ký {day}, từ “{old}” thành “{new}”.",
        "Chấp thuận việc bổ sung, cải chính {item} cho {identity}; nội dung đã ghi trong Sổ đăng ký khai sinh là “{old}”, nay ghi lại cho đúng là “{new}”.",
    ),
    "allowance": (
        "Trợ cấp xã hội hàng tháng đối với {identity}; thuộc nhóm đối tượng {group}, hệ số {factor}, mức hưởng {amount} đồng/tháng (bằng chữ: {words} đồng), kể từ {day}.",
        "Điều chỉnh mức trợ cấp xã hội hàng tháng đối với {identity}; lý do điều chỉnh: {group}. Mức trợ cấp mới là {amount} đồng mỗi tháng (bằng chữ: {words} đồng), thời gian hưởng tính từ {day}.",
    ),
    "funeral": (
        "Hỗ trợ chi phí mai táng cho {identity}, là người đứng ra tổ chức mai táng cho {dead}, đối tượng {group}, từ trần {day}. Mức hỗ trợ: {amount} đồng (bằng chữ: {words} đồng).",
        "Chi hỗ trợ một lần số tiền {amount} đồng (bằng chữ: {words} đồng) cho {identity}, để lo mai táng cho {dead} thuộc diện {group}, mất {day}.",
    ),
    "land_use": (
        "Cho phép {identity}, được chuyển mục đích sử dụng {area} m² đất {from_use} sang đất {to_use} tại thửa đất số {plot}, tờ bản đồ số {sheet}, {home2}.",
        "Chấp thuận cho {identity}, chuyển {area} m² thuộc thửa đất số {plot}, tờ bản đồ số {sheet} ({home2}) từ đất {from_use} thành đất {to_use}; thời hạn sử dụng lâu dài kể từ ngày ký.",
    ),
    "poverty": (
        "Công nhận hộ {identity} làm chủ hộ, gồm {members} nhân khẩu, là hộ nghèo phát sinh kể từ {day}; điểm thu nhập {score1}, điểm thiếu hụt {score2}.",
        "Công nhận hộ gia đình do {identity} làm chủ hộ thoát khỏi danh sách hộ nghèo sau rà soát {day}, với {members} nhân khẩu và tổng điểm đạt {score1}.",
    ),
}

MIDDLE: dict[str, tuple[str, ...]] = {
    "correction": (
        "Công chức làm công tác hộ tịch có trách nhiệm ghi nội dung thay đổi vào Sổ hộ tịch, cập nhật Cơ sở dữ liệu hộ tịch điện tử và cấp trích lục cho người có yêu cầu trong ngày làm việc.",
        "Người được cải chính có trách nhiệm làm thủ tục điều chỉnh các giấy tờ khác có liên quan cho phù hợp với nội dung đã được cải chính.",
    ),
    "allowance": (
        "Kinh phí chi trả được bảo đảm từ nguồn ngân sách nhà nước đã giao trong dự toán chi sự nghiệp bảo đảm xã hội; việc chi trả thực hiện qua tài khoản hoặc tại điểm chi trả của bưu điện.",
        "Đối tượng có trách nhiệm báo cho Ủy ban nhân dân khi thay đổi nơi cư trú hoặc khi không còn đủ điều kiện hưởng; trường hợp hưởng không đúng phải hoàn trả số tiền đã nhận.",
        "Giao Phòng Văn hóa - Xã hội lập danh sách chi trả trước ngày 05 hằng tháng, theo dõi biến động và lưu giữ hồ sơ theo quy định về quản lý đối tượng.",
    ),
    "funeral": (
        "Kinh phí hỗ trợ trích từ nguồn bảo đảm xã hội trong dự toán ngân sách năm nay; người nhận ký nhận trực tiếp và chịu trách nhiệm sử dụng đúng mục đích.",
        "Giao bộ phận kế toán chi trả đầy đủ, kịp thời trong thời hạn ba ngày làm việc và quyết toán theo chế độ tài chính hiện hành.",
    ),
    "land_use": (
        "Người sử dụng đất có nghĩa vụ nộp tiền sử dụng đất, lệ phí trước bạ theo thông báo của cơ quan thuế; sử dụng đất đúng ranh giới, đúng mục đích và bảo đảm vệ sinh môi trường.",
        "Chi nhánh Văn phòng Đăng ký đất đai chỉnh lý hồ sơ địa chính, xác nhận thay đổi vào Giấy chứng nhận sau khi người sử dụng đất hoàn thành nghĩa vụ tài chính.",
        "Trong thời hạn mười hai tháng liên tục, nếu đất không được đưa vào sử dụng theo mục đích mới thì việc xử lý thực hiện theo quy định của pháp luật đất đai.",
    ),
    "poverty": (
        "Hộ gia đình nêu tại Điều 1 được hưởng các chính sách giảm nghèo, bảo hiểm y tế, hỗ trợ tiền điện và vay vốn ưu đãi theo quy định hiện hành kể từ ngày được công nhận.",
        "Giao Ban tự quản thôn, buôn niêm yết công khai kết quả tại nhà sinh hoạt cộng đồng trong bảy ngày và phản ánh kịp thời ý kiến của người dân.",
    ),
}

LAST = (
    "Quyết định này có hiệu lực thi hành kể từ ngày ký. Chánh Văn phòng, Thủ trưởng các đơn vị có liên quan và {title} {name} chịu trách nhiệm thi hành Quyết định này./.",
    "Quyết định này có hiệu lực kể từ ngày ký ban hành. Các bộ phận chuyên môn, tổ chức có liên quan và {title} {name} căn cứ Quyết định thi hành./.",
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân, Phòng Kinh tế, Phòng Văn hóa - Xã hội cùng {title} {name} chịu trách nhiệm thi hành Quyết định này kể từ ngày ký./.",
)

GROUPS = (
    "người khuyết tật nặng từ đủ mười sáu tuổi đến dưới sáu mươi tuổi", "người cao tuổi thuộc hộ nghèo không có người có nghĩa vụ phụng dưỡng",
    "người khuyết tật đặc biệt nặng", "người từ đủ bảy mươi lăm tuổi trở lên không có lương hưu", "người đơn thân nghèo đang nuôi con nhỏ",
    "trẻ em dưới ba tuổi sống tại vùng đồng bào dân tộc thiểu số", "người đang hưởng trợ cấp xã hội hàng tháng tại cộng đồng",
)  # fmt: skip
FROM_USES = (
    "trồng cây lâu năm",
    "trồng cây hằng năm khác",
    "chuyên trồng lúa còn lại",
    "nuôi trồng thủy sản",
    "rừng sản xuất",
)
TO_USES = ("ở tại nông thôn", "ở tại đô thị", "thương mại, dịch vụ", "cơ sở sản xuất phi nông nghiệp")
CORRECTIONS = (
    ("chữ đệm", "Thi", "Thị"), ("ngày sinh", "12 tháng 3", "21 tháng 3"), ("quê quán", "huyện Krông Ana", "xã Krông Ana"), ("dân tộc", "Rađê", "Ê Đê"),
    ("giới tính", "Nam", "Nữ"), ("nơi sinh", "trạm y tế xã", "Bệnh viện đa khoa vùng Tây Nguyên"), ("năm sinh của mẹ", "1969", "1996"),
)  # fmt: skip
RECIPIENTS = (
    "- Như Điều 3;", "- Như trên;", "- UBND tỉnh (để b/c);", "- TT Đảng ủy, TT HĐND;", "- CT, các PCT UBND;", "- Phòng Văn hóa - Xã hội;",
    "- Trung tâm PVHCC;", "- Thuế cơ sở;", "- Cổng TTĐT;",
)  # fmt: skip

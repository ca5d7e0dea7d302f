# Vì sao một bản quét phải chờ, hoặc bị dừng lại, khi tách và gắn với hồ sơ.

hold-slip-without-result = Phiếu của hồ sơ { $code } không có kết quả nào đi sau. Chương trình để riêng phiếu này: hãy tìm tờ kết quả rồi quét lại, sau đó loại phiếu này.
hold-slip-code-twice = Mã hồ sơ { $code } nằm trên hai phiếu trong cùng một lần quét. Chưa gắn phần nào: hãy xem tờ nào là kết quả của hồ sơ này.
hold-slips-behind = Lần quét này bắt đầu bằng kết quả và kết thúc bằng phiếu, có lẽ phiếu được đặt sau kết quả. Chưa gắn phần nào: hãy kiểm tra thứ tự tờ, hoặc chọn cách tách “phiếu nằm sau”.
hold-maybe-slip = Trang { $page } mang mã vạch của hồ sơ nhưng không rõ là phiếu hay là kết quả. Hãy xem trang này rồi quyết định.
hold-letter = Trang { $page } mang tiêu đề phiếu xin lỗi, hẹn lại (Mẫu 04), không phải kết quả. Chưa gắn hồ sơ: hãy loại bản quét; nếu đây đúng là kết quả, hãy gắn hồ sơ.
hold-several-results = Có vẻ trong phần này có nhiều kết quả: trang { $first } và trang { $second } đều mở đầu như một văn bản. Chưa gắn hồ sơ: hãy tách ra hoặc xác nhận đây là một kết quả.
hold-page-missing = Theo số trang in trên giấy, thiếu trang { $number }. Hãy tìm tờ còn thiếu và quét lại, hoặc xác nhận kết quả đã đủ trang.
hold-page-twice = Trang { $first } và trang { $second } của lần quét giống hệt nhau, có lẽ một tờ được quét hai lần. Hãy xem lại trước khi gắn hồ sơ.
hold-no-result-pages = Lần quét này chỉ có trang trắng hoặc tờ phân cách, không có kết quả nào. Hãy quét lại hoặc loại bản quét này.

hold-register-empty = Danh sách hồ sơ đang trống nên không đề xuất được hồ sơ nào. Hãy nạp danh sách hồ sơ rồi thử lại.
hold-code-not-in-register = Mã hồ sơ { $code } không có trong danh sách hồ sơ. Chương trình không tự lấy mã gần giống: hãy nạp danh sách mới hơn, hoặc tìm hồ sơ bằng tay.
hold-codes-disagree = Trên phiếu và trên giấy là mã của hai hồ sơ khác nhau: { $first } và { $second }. Hãy xem kết quả này thuộc hồ sơ nào.
hold-nothing-read = Không đọc được chữ nào trên kết quả này. Hãy xem trang giấy và tìm hồ sơ bằng tay, hoặc quét lại rõ hơn.
hold-person-not-in-register = Không hồ sơ nào trong danh sách mang tên { $name }. Hãy tìm hồ sơ bằng tay, hoặc nạp danh sách mới hơn.
hold-two-fit = Có hai hồ sơ cùng khớp: { $first } và { $second }. Chỉ người xem mới quyết định được: hãy so sánh rồi chọn một.
hold-dossier-closed = Hồ sơ { $dossier } { $state ->
    [3] đã bị từ chối tiếp nhận
    [7] đã được rút
   *[other] đã dừng xử lý
}, nên thường không có kết quả để trả. Chưa gắn: hãy kiểm tra lại hồ sơ.
hold-no-result-due = Theo danh sách, hồ sơ { $dossier } thuộc loại không có kết quả giấy. Chưa gắn: hãy kiểm tra lại hồ sơ.
hold-result-already-there = Hồ sơ { $dossier } đã có một kết quả. Đây là bản mới, hay là một giấy khác? Hãy xem bản đã có rồi quyết định.
hold-to-confirm = Đề xuất hồ sơ { $dossier }. Đơn vị yêu cầu mọi liên kết phải có người xác nhận: nhấn Enter nếu đúng.
hold-not-exact = Đề xuất hồ sơ { $dossier } (khả năng { $percent } %), nhưng chưa đủ chắc để tự gắn. Hãy so sánh với trang giấy rồi nhấn Enter nếu đúng.

stop-code-differs = Mã đọc được là { $read }, không phải mã của hồ sơ { $dossier }. Đã dừng: hãy kiểm tra đây có đúng là kết quả của hồ sơ này không.
stop-number-differs = Trên giấy là số { $read }, nhưng chủ hồ sơ { $dossier } có số { $wanted }. Đã dừng: hãy kiểm tra có nhầm người không.
stop-name-differs = Trên giấy là tên { $read }, nhưng chủ hồ sơ { $dossier } là { $wanted }. Đã dừng: hãy kiểm tra có nhầm người không.
stop-date-before-received = Giấy ghi ngày { $issued }, trước ngày tiếp nhận hồ sơ { $dossier } ({ $received }). Đã dừng: hãy kiểm tra lại hồ sơ hoặc ngày trên giấy.
stop-page-meant-for = Trang { $page } lấy từ bản quét của hồ sơ { $other }, không phải hồ sơ { $dossier }. Đã dừng: nếu ghép nhầm người, hãy hoàn tác việc ghép.
stop-page-of-another = Trang { $page } ghi “{ $read }”, không khớp với “{ $wanted }” của hồ sơ { $dossier }. Đã dừng: nếu có trang của người khác, hãy tách hoặc bỏ trang đó.

manifest-missing = Phiếu bàn giao có hồ sơ { $code } nhưng chưa thấy kết quả của hồ sơ này. Hãy tìm tờ kết quả còn thiếu.
manifest-extra = Có kết quả của hồ sơ { $code } nhưng phiếu bàn giao không ghi hồ sơ này. Hãy đối chiếu lại phiếu.
manifest-out-of-order = Kết quả của hồ sơ { $code } không nằm đúng thứ tự trên phiếu bàn giao. Hãy kiểm tra có xếp nhầm tờ không.
manifest-row-wrong-code = Dòng này ghi “{ $value }” ở cột mã hồ sơ, nhưng đó không phải là mã hồ sơ. Dòng này không được tính: hãy sửa lại danh sách.
manifest-row-wrong-day = Dòng này ghi ngày “{ $value }”, nhưng không có ngày như vậy. Dòng này không được tính: hãy ghi dạng ngày/tháng/năm.

# Danh sách của một đợt nằm thành tệp riêng trong thư mục máy quét.
hold-list = { $source } là danh sách { $listed } hồ sơ cho các bản quét sau nó trong thư mục này. Đã gắn { $came }, chờ quyết định { $undecided }.{ $missing_count ->
    [0] {""}
   *[other] {" "}Còn thiếu { $missing_count }: { $missing }.
}{ $extra_count ->
    [0] {""}
   *[other] {" "}Ngoài danh sách { $extra_count }: { $extra }.
}{ $moved_count ->
    [0] {""}
   *[other] {" "}Sai thứ tự { $moved_count }: { $moved }.
} Khi đủ và đúng, danh sách tự kết thúc; nếu đợt này đã xong, hãy loại danh sách.
hold-list-empty = { $source } không có mã hồ sơ nào, nên không dùng làm danh sách được. Hãy ghi các mã vào một cột “Mã hồ sơ” rồi đặt lại tệp vào thư mục, hoặc loại bản này.
hold-not-on-list = Kết quả này là của hồ sơ { $dossier }, nhưng danh sách { $source } không ghi hồ sơ này. Chưa gắn: hãy đối chiếu; nếu đợt của danh sách đã xong, hãy loại danh sách.
list-rows-refused = { $count } dòng của danh sách không hiểu được và không được tính (dòng { $rows }). Hãy xem lại các dòng này.
list-order-waits = Đang chờ đọc xong { $source } được quét trước đó, để đối chiếu đúng thứ tự của danh sách.

# Tờ đã quét trước đó, và kết quả thứ hai của một hồ sơ.
link-needs-relation = Hồ sơ { $dossier } đã có một kết quả nên chưa gắn. Hãy chọn: đây là bản mới thay bản trước, hay là một giấy khác.
not-seen-before = Bản quét { $scan } không bị giữ vì trùng với tờ đã quét, nên không có gì để chọn. Hãy mở lại bản quét này.
rejected-list-served = Danh sách đã đủ và đúng thứ tự
rejected-same-sheet = Trùng với tờ đã quét trước đó
rejected-replaced = Đã được thay bằng bản quét mới hơn

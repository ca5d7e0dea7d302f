# Thông tin của giấy tờ: đọc được, cán bộ sửa, ghi vào tệp và kho.

paper-title = Thông tin giấy tờ
paper-number = Số, ký hiệu
paper-issued-on = Ngày ban hành
paper-agency = Cơ quan
paper-signer = Người ký
paper-summary = Trích yếu
paper-owner-name = Chủ giấy tờ
paper-owner-number = Số của chủ
paper-result-type = Loại kết quả
paper-validity = Hiệu lực
paper-permanent = Vĩnh viễn
paper-corrected = Đã sửa. Máy đọc: { $read }
paper-not-read = (không đọc được)
paper-wrong-day = Chưa phải là một ngày. Hãy ghi như 05/02/2026, hoặc để trống.
paper-day-ahead = Ngày này chưa đến. Hãy xem lại ngày trên giấy.
paper-wrong-number = Số, ký hiệu phải có chữ số, như 12/QĐ-UBND; giấy không có số thì để trống.
paper-wrong-owner-number = Không phải số định danh (12 số), CMND (9 số) hay mã số thuế đúng. Hãy xem lại, hoặc để trống.
paper-wrong-type = Mã loại kết quả có dạng KQ.G15.000032. Hãy xem lại, hoặc để trống.
paper-too-long = Dài quá { $most } ký tự. Hãy ghi ngắn lại.
paper-no-such-entry = Không có mục thông tin nào tên là “{ $name }”. Không có gì thay đổi.
paper-too-late = Không sửa thông tin được nữa: kết quả đã ký hoặc đang nộp vào kho. Không có gì thay đổi.
station-undo-paper = Hoàn tác: sửa thông tin { $what }
station-do-form = Sửa thông tin giấy tờ

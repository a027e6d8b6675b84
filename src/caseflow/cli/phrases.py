"""Phrases of complaints of the command line in Vietnamese; those with places are in `phrase_forms`.

May import: nothing of caseflow. A phrase stands here as the error has it in English.
"""

__all__ = ["KINDS", "PHRASES"]

#: What an unknown name is the name of.
KINDS = {
    "action": "thao tác",
    "budget": "nguồn kinh phí",
    "calendar": "lịch",
    "clock": "thời hạn",
    "channel": "hình thức nộp",
    "circumstance": "trường hợp",
    "class of applicant": "đối tượng người nộp",
    "column": "cột",
    "count": "số lượng",
    "fee": "khoản phí",
    "field": "trường",
    "language": "ngôn ngữ",
    "list": "danh mục",
    "name": "tên",
    "procedure": "thủ tục",
    "procedure or tariff": "thủ tục hay biểu phí",
    "profile": "hồ sơ ánh xạ",
    "published totals": "số liệu công bố",
    "publication": "số liệu công bố",
    "role": "vai trò",
    "service level": "mức dịch vụ công",
    "rule": "quy tắc",
    "state": "trạng thái",
    "supplement": "cách xử lý khi bổ sung",
    "support": "chính sách hỗ trợ",
    "tariff": "biểu phí",
    "unit": "đơn vị",
    "workflow": "quy trình",
}

PHRASES = {
    # What is allowed.
    "a SQLite file, as cases.db or sqlite:///cases.db; PostgreSQL has pg_restore": "một tệp "
    "SQLite, chẳng hạn cases.db hoặc sqlite:///cases.db; với PostgreSQL dùng pg_restore",
    "a file of 32 bytes, or of 64 hexadecimal digits": "một tệp 32 byte hoặc 64 chữ số thập lục "
    "phân",
    # Lines of an import.
    "it is no line of an export": "không phải là dòng của tệp xuất",
    "it is no definition": "không phải là định nghĩa",
    "it is not a case as an export writes one; export it again, or leave the line out": "không "
    "phải là hồ sơ như tệp xuất ghi; hãy xuất lại hoặc bỏ dòng này",
    "it is nested too deeply": "lồng nhau quá sâu",
    "another case is kept under this number": "một hồ sơ khác đã mang số này",
    "the file ends early: its last line is missing": "tệp kết thúc sớm: thiếu dòng cuối",
    "a day of the calendar": "một ngày có trong lịch",
    "day": "ngày",
    "a day, as 2025-12-31": "một ngày, chẳng hạn 2025-12-31",
    "a day, as 2025-12-31 or 31/12/2025": "một ngày, chẳng hạn 2025-12-31 hoặc 31/12/2025",
    "a date as 2026-03-02 or 02/3/2026, or an instant as 2026-03-02T08:00+07:00": "một ngày, chẳng "
    "hạn 2026-03-02 hoặc 02/3/2026, hoặc một thời điểm, chẳng hạn 2026-03-02T08:00+07:00",
    "an instant as 2026-03-02T08:00+07:00": "một thời điểm, chẳng hạn 2026-03-02T08:00+07:00",
    "at most six digits of a second, a microsecond": "nhiều nhất sáu chữ số của giây",
    "the day or instant of receipt, as 2026-03-02": "ngày hoặc thời điểm tiếp nhận, chẳng hạn "
    "2026-03-02",
    'a time limit, as "15 working days"': 'thời hạn, chẳng hạn "15 ngày làm việc"',
    "a time of day as 15:00": "giờ trong ngày, chẳng hạn 15:00",
    "A..B, as 2026-03-05..2026-03-12": "A..B, chẳng hạn 2026-03-05..2026-03-12",
    'pairs as [["2026-03-05", "2026-03-12"]]': 'các cặp, chẳng hạn [["2026-03-05", "2026-03-12"]]',
    "a percentage as 10 or 12.5": "tỷ lệ phần trăm, chẳng hạn 10 hoặc 12.5",
    "a percentage between 0 and 100": "tỷ lệ phần trăm từ 0 đến 100",
    "a text or a whole number": "chữ hoặc số nguyên",
    "a finite number": "số hữu hạn",
    "a number": "một số",
    'a number such as 15, "17.5" or "35/2"': 'một số, chẳng hạn 15, "17.5" hoặc "35/2"',
    "a whole number, 1 or more": "số nguyên, từ 1 trở lên",
    "no amount: the schedule has its rate": "không nêu: biểu phí đã có mức",
    "a directory that holds templates": "một thư mục có các mẫu",
    "an address such as https://example.org/t?code={code}": "một địa chỉ, chẳng hạn "
    "https://example.org/t?code={code}",
    "early percent": "tỷ lệ trả sớm",
    "a whole number": "số nguyên",
    "payment or refund": "payment hoặc refund",
    "an instant as 2026-03-02T09:00:00+07:00": "một thời điểm, chẳng hạn 2026-03-02T09:00:00+07:00",
    "text": "chữ",
    "a text": "chữ",
    "text that can be written as UTF-8": "chữ ghi được bằng UTF-8",
    "a text for the record": "một nội dung để lưu",
    "an amount in at most 16 digits, as 50000000": "số tiền nhiều nhất 16 chữ số, chẳng hạn "
    "50000000",
    "a number that no filing of the store has": "số mà chưa hồ sơ nào trong kho dùng",
    "a number from 1 to 1000000": "một số từ 1 đến 1000000",
    "seconds from 1 to 86400": "số giây từ 1 đến 86400",
    "it with --once only": "dùng cùng với --once",
    "it with --register only": "dùng cùng với --register",
    "it with --support only": "dùng cùng với --support",
    "it with --format html only": "dùng cùng với --format html",
    "it with --explain only": "dùng cùng với --explain",
    "--format json, which writes the list so": "--format json để ghi danh mục dạng đó",
    "before publish": "đứng trước publish",
    "it without a duty; a duty reads whole lists": "không có lệnh con; lệnh con đọc cả danh mục",
    "either a case or --register, not both": "hoặc số hồ sơ, hoặc --register, không phải cả hai",
    "the number of a case, or --register": "số hồ sơ, hoặc --register",
    "the number of a case": "số hồ sơ",
    "the number of a case, or --definition NAME": "số hồ sơ, hoặc --definition NAME",
    "another directory, or --force to replace what differs": "thư mục khác, hoặc --force để ghi đè "
    "những tệp khác nội dung",
    "a directory": "một thư mục",
    "1 to 100 letters, digits or . _ / : - after the first": "1 đến 100 chữ cái, chữ số; sau ký tự "
    "đầu có thể có . _ / : -",
    "the path of a workflow's .toml file": "đường dẫn tệp .toml của một quy trình",
    "the path of a .toml file": "đường dẫn một tệp .toml",
    "a country as DE or US-CA": "một nước, chẳng hạn DE hoặc US-CA",
    "a file that is not there yet": "một tệp chưa có",
    "32 bytes": "32 byte",
    "a line as `caseflow store verify --seal` prints it": "một dòng do `caseflow store verify "
    "--seal` in ra",
    "the name of a gateway; leave the option out for every gateway": "tên một cổng thanh toán; bỏ "
    "tùy chọn này để lấy mọi cổng",
    "a procedure whose source states its fees, or a file with fees of its own": "thủ tục mà nguồn "
    "có nêu phí, lệ phí, hoặc một tệp có phí, lệ phí riêng",
    '"memory:", "sqlite:///cases.db", "sqlite:////var/lib/cases.db" or '
    '"postgresql://..."': '"memory:", "sqlite:///cases.db", '
    '"sqlite:////var/lib/cases.db" hoặc "postgresql://..."',
    # What is wrong.
    "half of a surrogate pair stands in it, which no file can keep": "có nửa một cặp ký tự thay "
    "thế, không tệp nào lưu được",
    "it must start with a number": "phải bắt đầu bằng một số",
    "the amount must be above zero": "số phải lớn hơn không",
    "it ends before it begins": "kết thúc trước khi bắt đầu",
    "is empty; give a log with a header and at least one row": "để trống; hãy nêu một nhật ký có "
    "tiêu đề và ít nhất một dòng",
    "has no header": "không có dòng tiêu đề",
    "is closed; give a file, or pipe lines into it": "đã đóng; hãy nêu một tệp hoặc chuyển dữ liệu "
    "vào",
    'is not an object; write {"limit": …, "from": …}': "không phải là một đối tượng; hãy ghi "
    '{"limit": …, "from": …}',
    "none of its keys is that of a workflow, procedure, catalogue, profile or calendar; "
    "see the reference for the keys of each": "không có khóa nào là của quy trình, thủ tục, danh "
    "mục, hồ sơ ánh xạ hay lịch; xem tài liệu tham khảo về các khóa của từng loại",
    "standard input": "đầu vào chuẩn",
    "standard output": "đầu ra chuẩn",
    "input": "đầu vào",
    "a file": "tệp",
    "none": "không có",
    "nothing": "không có",
    "it is empty": "để trống",
    "the decision": "quyết định",
    "has no procedure; write one row for each": "không có thủ tục nào; hãy ghi mỗi thủ tục một "
    "dòng",
    "is the example of the template; delete the row": "là dòng mẫu; hãy xóa dòng này",
    # What the system says of files.
    "No such file or directory": "không có tệp hay thư mục này",
    "Is a directory": "đây là một thư mục",
    "Not a directory": "đây không phải là thư mục",
    "File name too long": "tên tệp quá dài",
    "Permission denied": "không có quyền",
    "No space left on device": "hết chỗ trên đĩa",
    "File exists": "tệp đã có",
    "Device or resource busy": "tệp hay thư mục đang được dùng",
    # What a cell of a list looks like.
    "the national code, as 1.014445, in a cell formatted as text": "mã thủ tục quốc gia, chẳng hạn "
    "1.014445, trong ô định dạng chữ",
    "the name of the procedure": "tên thủ tục",
    '"10 ngày làm việc", or "counter: 1 ngày làm việc; online: 2 giờ làm việc", or '
    '"10 ngày; [refused]: 3 ngày"': '"10 ngày làm việc", hoặc "counter: 1 ngày làm việc; online: '
    '2 giờ làm việc", hoặc "10 ngày; [refused]: 3 ngày"',
    '"8 ngày làm việc", or nothing': '"8 ngày làm việc", hoặc để trống',
    "15:00, or nothing": "15:00, hoặc để trống",
    "restart, pause or not-started, or nothing where the decision does not say": "restart, pause "
    "hoặc not-started, hoặc để trống nếu quyết định không nêu",
    '"3 ngày làm việc", or nothing where the decision does not say': '"3 ngày làm việc", hoặc để '
    "trống nếu quyết định không nêu",
    '"15 ngày làm việc", or nothing where the general rule applies': '"15 ngày làm việc", hoặc để '
    "trống nếu theo quy định chung",
    "full, partial or counter, or nothing where the decision does not say": "full, partial hoặc "
    "counter, hoặc để trống nếu quyết định không nêu",
    "yes, or nothing": "yes, hoặc để trống",
    "a day as 2026-03-31": "một ngày, chẳng hạn 2026-03-31",
    "a day as 2026-03-31, or nothing for the day of the decision": "một ngày, chẳng hạn 2026-03-31,"
    " hoặc để trống nếu là ngày quyết định",
    "force, decision or reading: what the first day is": "force, decision hoặc reading: ngày đầu "
    "là ngày gì",
    "the last day on which filings come in, as 2026-12-31, or nothing": "ngày cuối nhận hồ sơ, "
    "chẳng hạn 2026-12-31, hoặc để trống",
    '"step @ unit in charge @ 2 ngày | next step @ unit @ 3 ngày"': '"bước @ đơn vị chủ trì @ 2 '
    'ngày | bước sau @ đơn vị @ 3 ngày"',
    "who handles the filing, as it is printed on papers": "cơ quan giải quyết, như in trên giấy tờ",
    "who decided the list, as Đà Nẵng": "nơi quyết định danh mục, chẳng hạn Đà Nẵng",
    "the number of the decision, as 123/QĐ-UBND": "số quyết định, chẳng hạn 123/QĐ-UBND",
    "the day of the decision, as 2026-03-31": "ngày quyết định, chẳng hạn 2026-03-31",
}

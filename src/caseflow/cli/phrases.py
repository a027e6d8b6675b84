"""Phrases of complaints of the command line in Vietnamese: whole ones, and forms with places.

May import: nothing of caseflow. A phrase stands here as the error has it in English; what is in a
place of a form is translated too where it is a phrase.
"""

import re

__all__ = ["FORMS", "KINDS", "PHRASES"]

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
    "a whole number": "số nguyên",
    "payment or refund": "payment hoặc refund",
    "whole đồng, in digits only": "số đồng nguyên, chỉ gồm chữ số",
    "an instant as 2026-03-02T09:00:00+07:00": "một thời điểm, chẳng hạn 2026-03-02T09:00:00+07:00",
    "VND": "VND",
    "text": "chữ",
    "a text": "chữ",
    "text that can be written as UTF-8": "chữ ghi được bằng UTF-8",
    "a text for the record": "một nội dung để lưu",
    "whole đồng in at most 16 digits, as 50000000": "số đồng nguyên, nhiều nhất 16 chữ số, chẳng "
    "hạn 50000000",
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

#: Forms, the more special first. A place that is a phrase is translated.
_FORMS = (
    (r"(?P<a>.+); did you mean (?P<b>.+)\?", "{a}; có phải là {b} không?"),
    (r"did you mean (?P<a>'[^']*')\?", "có phải là {a} không?"),
    (r"did you mean (?P<a>'[^']*') or (?P<b>'[^']*')\?", "có phải là {a} hoặc {b} không?"),
    (
        r"did you mean (?P<a>'[^']*') or (?P<b>'[^']*') or (?P<c>'[^']*')\?",
        "có phải là {a}, {b} hoặc {c} không?",
    ),
    (r"known: (?P<a>.+)", "có: {a}"),
    (r"(?P<n>\d+) are known, e\.g\. (?P<a>.+)", "có {n}, chẳng hạn {a}"),
    # Texts of errors within others.
    (
        r"cannot read (?P<a>.+?) as a time limit: (?P<b>.+); write for example .+?",
        "không đọc được thời hạn {a}: {b}",
    ),
    (r"(?P<a>[^:]+): (?P<b>.+) is not valid; give (?P<c>.+)", "{a}: {b} không dùng được; cần {c}"),
    (r"(?P<a>'[^']*') is not a \S+ code; it is written (?P<b>.+)", "{a} không phải là mã; ghi {b}"),
    (r"(?P<a>'[^']*') is no yes", "{a} không phải là yes"),
    (r"(?P<a>'[^']*') is none of (?P<b>.+)", "{a} không thuộc {b}"),
    (r"unknown (?P<a>[^']+) (?P<b>'[^']*'); (?P<c>.+)", "không có {a} {b}; {c}"),
    (
        (
            r"(?P<a>.+) version (?P<b>.+) is in line (?P<n>\d+) too; write another version, or "
            r"delete one row"
        ),
        "{a} phiên bản {b} đã có ở dòng {n}; hãy ghi phiên bản khác hoặc xóa một dòng",
    ),
    (
        (
            r"(?P<a>.+) holds from (?P<b>\S+) in line (?P<n>\d+) too; write the day from which "
            r"this row holds"
        ),
        "{a} ở dòng {n} cũng có hiệu lực từ {b}; hãy ghi ngày có hiệu lực của dòng này",
    ),
    (
        (
            r"(?P<a>'[^']*') is no code of the national catalogue, and may have been one before a "
            r"spreadsheet read it as a number; write it as 1\.014445 in a column formatted as text"
        ),
        (
            "{a} không phải là mã thủ tục quốc gia, có thể bảng tính đã đọc mã thành số; hãy ghi "
            "như 1.014445 trong cột định dạng chữ"
        ),
    ),
    (
        (
            r"(?P<a>\S+) was abolished by (?P<b>.+) of (?P<c>\S+); delete the row, or write the "
            r"code that took its place"
        ),
        "{a} đã bị bãi bỏ theo {b} ngày {c}; hãy xóa dòng này hoặc ghi mã thay thế",
    ),
    (r"a line of CSV \((?P<a>.+)\)", "một dòng CSV ({a})"),
    (r"(?P<n>\d+) cells, as the header", "{n} ô như tiêu đề"),
    (r"\[Errno \d+\] (?P<a>[^:]+)(?:: .*)?", "{a}"),
    # Words of a command line.
    (r"the following arguments are required: (?P<a>.+)", "thiếu: {a}"),
    (r"unrecognized arguments: (?P<a>.+)", "thừa hoặc không có tùy chọn: {a}"),
    (r"one of the arguments (?P<a>.+) is required", "cần một trong: {a}"),
    (
        r"argument (?P<a>.+?): invalid choice: (?P<b>'.*') \(choose from (?P<c>.+)\)",
        "{a}: không có {b}; chọn một trong: {c}",
    ),
    (r"argument (?P<a>.+?): not allowed with argument (?P<b>.+)", "{a}: không dùng cùng với {b}"),
    (r"argument (?P<a>.+?): expected one argument", "{a}: cần một giá trị"),
    (r"argument (?P<a>.+?): expected at least one argument", "{a}: cần ít nhất một giá trị"),
    (r"argument (?P<a>.+?): expected (?P<n>\d+) arguments", "{a}: cần {n} giá trị"),
    (r"argument (?P<a>.+?): ignored explicit argument (?P<b>.+)", "{a}: không nhận giá trị {b}"),
    (r"argument (?P<a>.+?): invalid int value: (?P<b>.+)", "{a}: {b} không phải là số nguyên"),
    (r"argument (?P<a>.+?): invalid \w+ value: (?P<b>.+)", "{a}: {b} không dùng được"),
    (r"ambiguous option: (?P<a>.+) could match (?P<b>.+)", "tùy chọn {a} có thể là {b}"),
    # Values.
    (r"(?P<a>\S+), each (?P<b>\S+) once", "{a}, mỗi {b} một lần"),
    (
        r"(?P<a>\S+), a whole number of at most 16 digits",
        "{a}, số nguyên nhiều nhất 16 chữ số",
    ),
    (r'the field (?P<a>"\w+"), as (?P<b>.+)', "trường {a}, chẳng hạn {b}"),
    (r"a day after the last list, (?P<a>.+)", "một ngày sau danh mục gần nhất, {a}"),
    (
        r"another day: (?P<a>.+) holds another list from that day",
        "ngày khác: {a} đã có danh mục khác từ ngày đó",
    ),
    (r"a day from (?P<a>\S+) on", "một ngày từ {a} trở đi"),
    (
        r"a file in a directory that is there; make (?P<a>.+) first",
        "một tệp trong thư mục đã có; hãy tạo {a} trước",
    ),
    (
        r"a time that the clocks of (?P<a>\S+) show, or one with its offset",
        "giờ có trên đồng hồ của {a}, hoặc giờ ghi kèm độ lệch",
    ),
    (r"a text of at most (?P<n>\S+) characters", "chữ nhiều nhất {n} ký tự"),
    (r"text of (?P<n>\d+) to (?P<m>\d+) characters", "chữ từ {n} đến {m} ký tự"),
    (r"at most (?P<n>[\d,.]+) characters", "nhiều nhất {n} ký tự"),
    (
        r"(?P<n>[\d,.]+) characters are too many(?:; at most (?P<m>[\d,.]+))?",
        "{n} ký tự là quá dài",
    ),
    (r"fees of (?P<a>\S+)", "phí, lệ phí của {a}"),
    (r"amount of (?P<a>\S+)", "mức của {a}"),
    (r"number of (?P<a>\S+)", "số lượng {a}"),
    (r"how many are counted, as (?P<a>\S+)", "số lượng được đếm, chẳng hạn {a}"),
    (r"stated (?P<a>\S+)", "mức nêu cho {a}"),
    (
        r"its full rate in đồng, stated as (?P<a>\S+)=…",
        "mức thu đầy đủ bằng đồng, ghi {a}=…",
    ),
    (r"(?P<a>.+), stated as (?P<b>\S+)=…", "{a}, ghi {b}=…"),
    (r"how many (?P<a>.+) there are", "số lượng {a}"),
    # Places of faults.
    (r"procedure (?P<a>\S+) version (?P<b>.+)", "thủ tục {a} phiên bản {b}"),
    (r"(?P<a>procedure|state|action|role|clock|fee|workflow) (?P<b>\S+)", "{a} {b}"),
    # Limits.
    (r"the cut-off \(after (?P<a>\S+)\)", "giờ chốt nhận hồ sơ (sau {a})"),
    (r"(?P<n>[\d./]+) working hours?", "{n} giờ làm việc"),
    (r"(?P<n>[\d./]+) hours?", "{n} giờ"),
    (r"(?P<n>[\d./]+) working days?", "{n} ngày làm việc"),
    (r"unknown unit (?P<a>.+)", "không có đơn vị {a}"),
    (r"(?P<a>.+) divides by zero", "{a} chia cho không"),
    (
        r"(?P<a>.+) is not a number; write its digits without groups",
        "{a} không phải là số; hãy ghi các chữ số liền nhau",
    ),
    (
        r"(?P<a>.+) may be (?P<b>.+) or (?P<c>.+), write which is meant",
        "{a} có thể là {b} hoặc {c}, hãy ghi rõ là số nào",
    ),
    (r"an amount above 0 and at most (?P<n>\S+)", "số lớn hơn 0 và nhiều nhất {n}"),
    # Files.
    (
        r"cannot be used \((?P<a>.+)\); give another path",
        "không dùng được ({a}); hãy nêu đường dẫn khác",
    ),
    (
        r"cannot be written \((?P<a>.+)\); give another path",
        "không ghi được ({a}); hãy nêu đường dẫn khác",
    ),
    (
        (
            r"cannot be written \((?P<a>.+)\); what is there is cut short, so make room "
            r"and run the command again"
        ),
        "không ghi được ({a}); nội dung đã ghi bị cụt, hãy giải phóng chỗ rồi chạy lại lệnh",
    ),
    (
        r"cannot be read \((?P<a>.+)\); give the path of a UTF-8 TOML or CSV file",
        "không đọc được ({a}); hãy nêu đường dẫn một tệp TOML hoặc CSV ghi bằng UTF-8",
    ),
    (
        r"cannot be read \((?P<a>.+)\); give another path",
        "không đọc được ({a}); hãy nêu đường dẫn khác",
    ),
    (r"cannot be read: (?P<a>.+)", "không đọc được: {a}"),
    (r"cannot be made: (?P<a>.+)", "không tạo được: {a}"),
    (r"cannot be written: (?P<a>.+)", "không ghi được: {a}"),
    (
        r"is not UTF-8: byte (?P<n>\d+); save it as UTF-8",
        "không phải UTF-8: byte {n}; hãy lưu tệp bằng UTF-8",
    ),
    (r"is not UTF-8 \(.+\); save it as UTF-8", "không phải UTF-8; hãy lưu bằng UTF-8"),
    (r"is not TOML: (?P<a>.+); nothing was read", "không phải TOML ({a}); chưa đọc gì"),
    (r"is not TOML: (?P<a>.+)", "không phải TOML ({a})"),
    (
        r"is not JSON \((?P<a>.+)\); write one object a line",
        "không phải JSON ({a}); hãy ghi mỗi dòng một đối tượng",
    ),
    (r"line (?P<n>\d+)", "dòng {n}"),
    (r"(?P<a>.+), line (?P<n>\d+), column (?P<b>\S+)", "{a}, dòng {n}, cột {b}"),
    (r"(?P<a>.+), line (?P<n>\d+)", "{a}, dòng {n}"),
    (
        r"has no list; load one with (?P<a>.+)",
        "không có danh mục; hãy nạp một danh mục bằng {a}",
    ),
    (
        r"there is no such profile; looked for (?P<a>.+)",
        "không có hồ sơ ánh xạ này; đã tìm {a}",
    ),
    (
        r"it is no export: its first line must say (?P<a>.+)",
        "không phải tệp xuất: dòng đầu phải ghi {a}",
    ),
    (
        (
            r"its first line is not a header of just (?P<a>.+), separated by commas, semicolons or "
            r"tabs"
        ),
        "dòng đầu không phải là tiêu đề gồm đúng {a}, cách nhau bằng dấu phẩy, chấm phẩy hoặc tab",
    ),
    (
        (
            r"the store lacks tables of schema (?P<a>.+); run `caseflow store init` on a new one "
            r"and `caseflow store migrate` on an old one"
        ),
        (
            "kho chưa có các bảng của lược đồ {a}; hãy chạy `caseflow store init` với kho mới và "
            "`caseflow store migrate` với kho cũ"
        ),
    ),
    (
        r"the store has schema (?P<a>\S+) and (?P<b>\S+) is needed; run (?P<c>.+)",
        "kho có lược đồ {a} mà cần {b}; hãy chạy {c}",
    ),
    (
        r"the store has schema (?P<a>\S+) and (?P<b>\S+) is needed; use .+",
        "kho có lược đồ {a} mà cần {b}; hãy dùng bản caseflow mới hơn",
    ),
    # Lists.
    (r"the columns must be (?P<a>.+)", "các cột phải là {a}"),
    (
        r"the columns are (?P<a>.+?) and must be out of (?P<b>[^;]+); (?P<c>.+)",
        "các cột là {a}, mà chỉ được dùng {b}; {c}",
    ),
    (r"(?P<a>.+); nothing was read", "{a}; chưa đọc gì"),
    (r"column (?P<a>\S+) is missing", "thiếu cột {a}"),
    (r"column (?P<a>\S+) is there twice", "cột {a} có hai lần"),
    (r"unknown column (?P<a>'[^']*')", "không có cột {a}"),
    (r"(?P<n>\d+) cells instead of (?P<m>\d+); give every column a cell", "có {n} ô, cần {m} ô"),
    (r"(?P<a>.+) is before the first day, (?P<b>\S+)", "{a} trước ngày đầu, {b}"),
    (r"(?P<a>.+); write (?P<b>.+)", "{a}; hãy ghi {b}"),
    (r"(?P<a>.+); delete the row, or write (?P<b>.+)", "{a}; hãy xóa dòng này hoặc ghi {b}"),
    (r"(?P<a>.+); (?P<b>column .+)", "{a}; {b}"),
    (r"(?P<a>unknown column .+); (?P<b>.+)", "{a}; {b}"),
)

FORMS = tuple((re.compile(pattern, re.DOTALL), form) for pattern, form in _FORMS)

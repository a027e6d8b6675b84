"""Phrases of complaints of the command line in Vietnamese that have places for what was given.

May import: nothing of caseflow. What is in a place is put into Vietnamese too where it is a phrase.
"""

import re
from functools import cache

__all__ = ["forms"]

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
    # Lines of an import.
    (r"it is not UTF-8: byte (?P<n>\d+)", "không phải UTF-8: byte {n}"),
    (r"it is not JSON: .+ at character (?P<n>\d+)", "không phải JSON: ký tự {n}"),
    (r"it is not JSON of ours: (?P<a>\S+) is no number", "không phải JSON: {a} không phải là số"),
    (
        r"the file says (?P<a>.+) cases and (?P<n>\d+) were in it",
        "tệp ghi {a} hồ sơ nhưng chỉ có {n}",
    ),
    (
        r"the file says (?P<a>.+) definitions and (?P<n>\d+) were in it",
        "tệp ghi {a} định nghĩa nhưng có {n}",
    ),
    (
        r"(?P<a>.+) is kept already and says something else",
        "{a} đã được lưu và có nội dung khác",
    ),
    # Texts of errors within others.
    (r"(?P<a>.+) is no SQLite file", "{a} không phải là tệp SQLite"),
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
        r"its full rate in units of (?P<u>\S+ [A-Z]{3}), stated as (?P<a>\S+)=…",
        "mức thu đầy đủ tính theo {u}, ghi {a}=…",
    ),
    (r"digits only, in units of (?P<u>\S+ [A-Z]{3})", "chỉ gồm chữ số, tính theo {u}"),
    (r"(?P<u>[A-Z]{3})", "{u}"),
    (r"(?P<a>.+), stated as (?P<b>\S+)=…", "{a}, ghi {b}=…"),
    (r"how many (?P<a>.+) there are", "số lượng {a}"),
    # Places of faults.
    (r"procedure (?P<a>\S+) version (?P<b>.+)", "thủ tục {a} phiên bản {b}"),
    (r"(?P<a>procedure|state|action|role|clock|fee|workflow) (?P<b>\S+)", "{a} {b}"),
    # Acts, as errors cite them.
    (r"Circular (?P<a>\S+)", "Thông tư {a}"),
    (r"Decree (?P<a>\S+)", "Nghị định {a}"),
    (r"Decision (?P<a>\S+)", "Quyết định {a}"),
    # Limits.
    (
        r"(?P<a>\S+) or (?P<b>\S+): write which is meant, without groups",
        "{a} hoặc {b}: hãy ghi rõ là số nào, các chữ số liền nhau",
    ),
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


@cache
def forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return each form as a pattern and its Vietnamese; read when first needed, in about 30 ms."""
    return tuple((re.compile(pattern, re.DOTALL), form) for pattern, form in _FORMS)

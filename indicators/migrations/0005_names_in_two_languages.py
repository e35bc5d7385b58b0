"""The shipped indicators in Vietnamese; what they were called in English stays beside it."""

from django.db import migrations

# code -> name, definition
VIETNAMESE = {
    "on_time": (
        "Giải quyết đúng hạn",
        "Giải quyết trước hạn và đúng hạn / đã giải quyết trong kỳ",
    ),
    "on_time_all": (
        "Đúng hạn, tính cả đang giải quyết",
        "Giải quyết trước hạn, đúng hạn và đang giải quyết trong hạn / đã giải quyết và đang"
        " giải quyết",
    ),
    "late_share": (
        "Quá hạn trong số đã giải quyết",
        "Giải quyết quá hạn / đã giải quyết trong kỳ",
    ),
    "overdue_share": (
        "Quá hạn trong số đang giải quyết",
        "Đang giải quyết đã quá hạn / đang giải quyết cuối kỳ",
    ),
    "online_share": (
        "Nộp trực tuyến",
        "Tiếp nhận trực tuyến / tiếp nhận trong kỳ, tính cho đơn vị tiếp nhận",
    ),
    "postal_share": (
        "Nộp qua bưu chính",
        "Tiếp nhận qua bưu chính công ích / tiếp nhận trong kỳ, tính cho đơn vị tiếp nhận",
    ),
    "digitised_share": (
        "Số hóa hồ sơ",
        "Hồ sơ tiếp nhận được số hóa / tiếp nhận trong kỳ",
    ),
    "e_result_share": (
        "Kết quả điện tử",
        "Giải quyết có kết quả điện tử / giải quyết phải trả kết quả",
    ),
    "paid_online_share": (
        "Thanh toán trực tuyến",
        "Hồ sơ có phí đã thanh toán trực tuyến / hồ sơ có phí tiếp nhận trong kỳ",
    ),
    "received": ("Tiếp nhận", "Hồ sơ tiếp nhận trong kỳ"),
    "resolved": ("Đã giải quyết", "Hồ sơ giải quyết xong trong kỳ"),
    "in_progress": ("Đang giải quyết", "Hồ sơ đang giải quyết cuối kỳ"),
    "overdue": ("Đang giải quyết, quá hạn", "Hồ sơ đang giải quyết cuối kỳ đã quá hạn"),
}


def translate(apps, schema_editor):
    indicator = apps.get_model("indicators", "Indicator")
    for code, (name, definition) in VIETNAMESE.items():
        for row in indicator.objects.filter(code=code, name_en=""):
            row.name, row.name_en = name, row.name
            row.definition, row.definition_en = definition, row.definition
            row.save()


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_targets_and_english_names")]

    operations = [migrations.RunPython(translate, migrations.RunPython.noop)]

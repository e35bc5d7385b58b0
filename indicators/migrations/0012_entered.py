"""Values that are entered per unit and period, and the measures that offices ask for."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# code, name, name in English, kind, unit of measurement, decimals, most
SHIPPED = (
    ("apology_letters", "Thư xin lỗi đã gửi", "Apology letters sent", "flow", "thư", 0, None),
    ("results_by_post", "Kết quả trả qua bưu chính công ích", "Results returned by public post",
     "flow", "hồ sơ", 0, None),
    ("procedures_shortened", "Thủ tục được rút ngắn thời gian giải quyết",
     "Procedures with a shortened term", "stock", "thủ tục", 0, None),
    ("days_saved", "Số ngày được rút ngắn", "Days saved by shortened terms", "stock", "ngày", 1,
     None),
    ("services", "Dịch vụ công", "Services", "stock", "dịch vụ", 0, None),
    ("services_information", "Dịch vụ chỉ cung cấp thông tin", "Services with information only",
     "stock", "dịch vụ", 0, None),
    ("services_level_2", "Dịch vụ công mức độ 2", "Services of level 2", "stock", "dịch vụ", 0,
     None),
    ("services_level_3", "Dịch vụ công trực tuyến mức độ 3", "Online services of level 3",
     "stock", "dịch vụ", 0, None),
    ("services_level_4", "Dịch vụ công trực tuyến mức độ 4", "Online services of level 4",
     "stock", "dịch vụ", 0, None),
    ("services_part", "Dịch vụ công trực tuyến một phần", "Online services, one part", "stock",
     "dịch vụ", 0, None),
    ("services_whole", "Dịch vụ công trực tuyến toàn trình", "Online services, whole process",
     "stock", "dịch vụ", 0, None),
    ("survey_answers", "Phiếu khảo sát thu về", "Survey answers", "flow", "phiếu", 0, None),
    ("survey_satisfied", "Phiếu khảo sát hài lòng", "Survey answers, satisfied", "flow", "phiếu",
     0, None),
    ("staff", "Cán bộ, công chức", "Staff", "stock", "người", 0, None),
    ("staff_with_computer", "Cán bộ, công chức có máy tính", "Staff with a computer", "stock",
     "người", 0, None),
    ("lan_fibre", "Có mạng LAN cáp quang", "LAN with fibre", "stock", "đơn vị", 0, 1),
    ("wan", "Kết nối mạng WAN", "Connected to the WAN", "stock", "đơn vị", 0, 1),
    ("one_stop_installed", "Đã cài đặt một cửa điện tử", "Electronic one-stop installed", "stock",
     "đơn vị", 0, 1),
    ("cameras", "Có camera tại bộ phận một cửa", "Cameras at the one-stop counter", "stock",
     "đơn vị", 0, 1),
    ("iso_9001", "Áp dụng TCVN ISO 9001:2015", "ISO 9001:2015 applied", "stock", "đơn vị", 0, 1),
    ("post_points", "Điểm bưu điện - văn hóa xã", "Commune post points", "stock", "điểm", 0, None),
    ("post_points_online", "Điểm bưu điện - văn hóa xã có Internet", "Post points online",
     "stock", "điểm", 0, None),
    ("mailboxes", "Hộp thư công vụ đã cấp", "Official mailboxes", "stock", "hộp thư", 0, None),
    ("mailboxes_used", "Hộp thư công vụ được sử dụng", "Official mailboxes in use", "stock",
     "hộp thư", 0, None),
    ("documents", "Văn bản phát hành", "Documents sent", "flow", "văn bản", 0, None),
    ("documents_signed", "Văn bản ký số", "Documents signed digitally", "flow", "văn bản", 0,
     None),
    ("document_accounts", "Tài khoản phần mềm quản lý văn bản", "Accounts of the document system",
     "stock", "tài khoản", 0, None),
    ("document_accounts_active", "Tài khoản quản lý văn bản hoạt động",
     "Active accounts of the document system", "stock", "tài khoản", 0, None),
    ("web_content", "Điểm nội dung trang thông tin điện tử", "Content of the web page, points",
     "index", "điểm", 2, 100),
    ("sipas", "Chỉ số hài lòng SIPAS", "SIPAS satisfaction index", "index", "%", 2, 100),
    ("par_index", "Chỉ số cải cách hành chính (PAR Index)", "PAR index", "index", "%", 2, 100),
    ("ict_index", "Chỉ số sẵn sàng ứng dụng CNTT (ICT Index)", "ICT index", "index", "điểm", 4, 1),
    ("dti", "Chỉ số chuyển đổi số (DTI)", "Digital transformation index (DTI)", "index", "điểm",
     4, 1),
    ("papi", "Chỉ số hiệu quả quản trị PAPI", "PAPI index", "index", "điểm", 4, 80),
)


def ship(apps, schema_editor):
    measure = apps.get_model("indicators", "EnteredMeasure")
    for code, name, name_en, kind, told_in, decimals, most in SHIPPED:
        measure.objects.create(
            code=code,
            name=name,
            name_en=name_en,
            kind=kind,
            told_in=told_in,
            decimals=decimals,
            least=0,
            most=most,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0011_watch_mails'),
        ('units', '0003_grants'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EnteredMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('kind', models.CharField(choices=[('flow', 'adds up over time and units'), ('stock', 'taken at the end of the period, adds up over units'), ('index', 'of exactly one unit and period, never added up')], max_length=5, verbose_name='kind')),
                ('told_in', models.CharField(blank=True, max_length=60, verbose_name='unit of measurement')),
                ('decimals', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(4)], verbose_name='decimals')),
                ('least', models.DecimalField(blank=True, decimal_places=4, default=0, max_digits=18, null=True, verbose_name='least')),
                ('most', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='most')),
                ('definition', models.TextField(blank=True, verbose_name='definition')),
            ],
            options={
                'verbose_name': 'entered measure',
                'verbose_name_plural': 'entered measures',
                'ordering': ['id'],
            },
        ),
        migrations.AlterField(
            model_name='publishedfigure',
            name='denominator',
            field=models.DecimalField(decimal_places=4, max_digits=24, null=True),
        ),
        migrations.AlterField(
            model_name='publishedfigure',
            name='numerator',
            field=models.DecimalField(decimal_places=4, max_digits=24, null=True),
        ),
        migrations.CreateModel(
            name='EnteredValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=20, verbose_name='period')),
                ('calendar', models.CharField(max_length=10, verbose_name='calendar')),
                ('first', models.IntegerField()),
                ('last', models.IntegerField()),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, null=True, verbose_name='value')),
                ('rank', models.PositiveIntegerField(blank=True, null=True, verbose_name='published rank')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('entered_at', models.DateTimeField(auto_now_add=True)),
                ('file_name', models.CharField(blank=True, max_length=255)),
                ('row', models.IntegerField(null=True)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='indicators.enteredmeasure')),
                ('unit', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit')),
            ],
            options={
                'verbose_name': 'entered value',
                'verbose_name_plural': 'entered values',
                'indexes': [models.Index(fields=['measure', 'unit', 'first', 'last', '-id'], name='entered_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='entered_period')],
            },
        ),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]

"""Commands speak Vietnamese to whoever types them."""

from tests.support import run_as_process


def test_the_head_of_a_table(gia_lai: None):
    arguments = ("--indicator", "on_time", "--level", "district", "--period", "2018")
    outcome = run_as_process("figures", *arguments)
    assert (outcome.status, outcome.stderr) == (0, "")
    title, _query, head, *_rows = outcome.stdout.splitlines()
    assert title.startswith("Giải quyết đúng hạn: ")
    assert head.split("  ")[0] == "Hạng"
    assert head.endswith("Số hồ sơ")


def test_what_cannot_be_done(gia_lai: None):
    outcome = run_as_process("undo_upload", 99)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr == "Không có lượt tải lên 99.\n"

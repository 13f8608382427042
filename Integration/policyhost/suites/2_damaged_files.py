"""A file that was cut off, damaged or made to harm is refused; it never crashes who looks at it."""

import random
import subprocess

CUTS = 150
DAMAGES = 400


def _inspect(scene, content):
    path = scene.directory / "damaged.so"
    path.write_bytes(content)
    done = subprocess.run([scene.workshop.host, "--inspect", path], capture_output=True, text=True)
    assert done.returncode in (0, 3), f"ended with {done.returncode}: {done.stdout}{done.stderr}"
    return done


def test_a_file_that_is_cut_off(scene):
    whole = scene.plugin("trivial").read_bytes()
    dice = random.Random(4)
    needed = _end_of_dynamic_part(whole)
    for length in [0, 1, 4, 16, 63, 64, 119, 120, *(dice.randrange(needed) for _ in range(CUTS))]:
        done = _inspect(scene, whole[:length])
        assert done.returncode == 3, f"{length} bytes of {len(whole)} looked like a plugin"
        assert "not-a-library" in done.stdout, done.stdout


def test_a_file_with_wrong_numbers_in_its_tables(scene):
    whole = scene.plugin("trivial").read_bytes()
    dice = random.Random(5)
    tables = min(len(whole), _end_of_dynamic_part(whole) + 64)
    verdicts = {0: 0, 3: 0}
    for _ in range(DAMAGES):
        damaged = bytearray(whole)
        for _ in range(dice.choice([1, 1, 2, 8])):
            place = dice.choice([dice.randrange(64), dice.randrange(64, 1024), dice.randrange(tables)])
            width = dice.choice([1, 2, 4, 8])
            number = dice.choice([0, 1, 0x7F, 0xFF, 0x7FFFFFFF, 0xFFFFFFFF, 2**63 - 1, 2**64 - 1, dice.getrandbits(64)])
            damaged[place : place + width] = (number & (1 << 8 * width) - 1).to_bytes(width, "little")
        verdicts[_inspect(scene, bytes(damaged)).returncode] += 1
    scene.note(f"{verdicts[3]} of {DAMAGES} damaged files were refused, the rest were damaged where nobody looks")
    assert verdicts[3] > DAMAGES // 10


def test_each_number_of_the_tables_once_too_large(scene):
    """Every field of the header, the segments and the dynamic section in turn, at the values where sums overflow."""
    whole = scene.plugin("trivial").read_bytes()
    end = _end_of_dynamic_part(whole)
    segments = range(64, _segments(whole).stop, 8)
    tried = 0
    for place in [*range(16, 64, 2), *segments, *range(end - 8 * 66, end, 8)]:
        for number in (2**64 - 1, 2**64 - 8, 2**63, len(whole) - 1):
            damaged = bytearray(whole)
            damaged[place : place + 8] = number.to_bytes(8, "little")
            _inspect(scene, bytes(damaged))
            tried += 1
    scene.note(f"{tried} files")


def test_a_table_at_the_end_of_all_numbers(scene):
    """Made on purpose: the hash table lies in a segment whose place in the file is the largest number but one."""
    file = bytearray(scene.plugin("trivial").read_bytes())
    loaded = [place for place in _segments(file) if int.from_bytes(file[place : place + 4], "little") == 1]
    second = loaded[1]
    address = file[second + 16 : second + 24]
    file[second + 8 : second + 16] = (2**64 - 2).to_bytes(8, "little")
    tag = file.index((0x6FFFFEF5).to_bytes(8, "little"))
    file[tag : tag + 16] = (4).to_bytes(8, "little") + address
    assert _inspect(scene, bytes(file)).returncode == 3


def _segments(whole):
    table = int.from_bytes(whole[32:40], "little")
    return range(table, table + 56 * int.from_bytes(whole[56:58], "little"), 56)


def _end_of_dynamic_part(whole):
    """Where the dynamic section ends in the file."""
    end = 0
    for place in _segments(whole):
        if int.from_bytes(whole[place : place + 4], "little") == 2:
            end = int.from_bytes(whole[place + 8 : place + 16], "little") + int.from_bytes(
                whole[place + 32 : place + 40], "little"
            )
    return end

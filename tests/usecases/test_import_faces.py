"""`wms import faces`: bins that items are picked from, good rows kept, bad ones told."""

from __future__ import annotations

from tests.faces import jobs, tasks
from tests.usecases.conftest import Files, Run
from wms.layout.models import PickFace

HEAD = "merchant,sku,bin,min,max\n"


def test_faces_are_taken_changed_and_known_again(files: Files) -> None:
    files.world.bins("A-01", "A-02", kind="pick").item("MUG").item("CAP")
    done = files.take("faces", HEAD + "SHOP,MUG,A-01,2,10\nSHOP,CAP,A-02,0,5\n")
    assert (done.new, done.rejected) == (2, 0)
    done = files.take("faces", HEAD + "SHOP,MUG,A-01,3,10\nSHOP,CAP,A-02,0,5\n")
    assert (done.new, done.changed, done.known) == (0, 1, 1)
    assert files.count(PickFace) == 2
    done = files.take("faces", HEAD + "SHOP,MUG,A-01,0,0\n")
    assert (done.changed, files.count(PickFace)) == (1, 1)


def test_bad_rows_are_told_with_their_line_and_the_others_are_kept(files: Files) -> None:
    files.world.bins("A-01", kind="pick").bins("B-01").item("MUG")
    rows = [
        "SHOP,MUG,B-01,2,10",
        "SHOP,NONE,A-01,2,10",
        "SHOP,MUG,Z-99,2,10",
        "SHOP,MUG,A-01,11,10",
        "SHOP,MUG,A-01,2,some",
        "NOBODY,MUG,A-01,2,10",
        "SHOP,MUG,A-01,-1,10",
        "SHOP,MUG,A-01,2",
        "SHOP,MUG,A-01,2,10",
    ]
    done = files.take("faces", HEAD + "\n".join(rows) + "\n")
    assert (done.new, done.rejected) == (1, 8)
    assert files.said() == [
        (2, "bin"),
        (3, "sku"),
        (4, "bin"),
        (5, "max"),
        (6, "max"),
        (7, "merchant"),
        (8, "min"),
        (9, ""),
    ]
    assert files.rejected[0].words == "B-01 is no bin to pick from. Name a bin of kind pick"
    assert files.count(PickFace) == 1


def test_a_face_that_is_set_is_filled_by_the_next_job(files: Files) -> None:
    files.world.bins("A-01", kind="pick").bins("B-01").item("MUG").stock("MUG", 9, at="B-01")
    files.take("faces", HEAD + "SHOP,MUG,A-01,2,6\n")
    jobs(files.world)
    assert tasks(files.world) == ["6 MUG B-01 > A-01 min"]


def test_the_command_counts_what_it_took(site: Run) -> None:
    from pathlib import Path

    Path("items.csv").write_text(
        "merchant,sku,name,length_mm,width_mm,height_mm,weight_grams\nSHOP,MUG,Mug,9,9,9,300\n"
    )
    assert site("import", "items", "items.csv")[0] == 0
    Path("faces.csv").write_text(HEAD + "SHOP,MUG,NOWHERE,1,2\n")
    code, out, err = site("import", "faces", "faces.csv")
    assert (code, out) == (1, "faces: 0 new, 0 changed, 0 known, 1 rejected\n")
    assert err == "line 2: bin: NOWHERE is no bin here. Check the code on the bin's label\n"

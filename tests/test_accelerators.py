"""The accelerator that is inferred from the name of a flavor."""

from __future__ import annotations

import pytest

from pool_lint.modelarts.flavors import accelerator

KINDS = {
    "GPU": """
        modelarts.vm.gpu.tnt004 modelarts.vm.gpu.2v100nv16g.16u128g.d
        modelarts.bm.gpu.8v100 modelarts.vm.pnt1.large.eco modelarts.p3.large.public
        MODELARTS.VM.GPU.X modelarts.vm.high.p3 modelarts.vm.t4 modelarts.vm.8a100""",
    "NPU": """
        modelarts.kat1.8xlarge modelarts.bm.npu.arm.8snt9b3.i6l.d.c004
        modelarts.bm.snt9.xlarge.8 modelarts.vm.ai1.a310 modelarts.bm.4u8g.d910
        modelarts.bm.arm.24u.npu.1snt9b modelarts.bm.910b modelarts.x.ascend_snt9""",
    "CPU": """
        modelarts.vm.cpu.8ud modelarts.vm.cpu.16u64g.d modelarts.vm.arm.cpu.free
        modelarts.vm.cpu2""",
    "unknown": """
        modelarts.vm.2u4g.dcc modelarts.bm.4xlarge.pro modelarts.vm.gpux
        modelarts.vm.\uff18v100""",
}
CASES = [
    (flavor, kind) for kind, flavors in KINDS.items() for flavor in flavors.split()
]


@pytest.mark.parametrize(("flavor", "kind"), CASES)
def test_the_name_of_a_flavor_gives_its_accelerator(flavor: str, kind: str) -> None:
    assert accelerator(flavor) == kind


def test_an_empty_name_has_an_unknown_accelerator() -> None:
    assert accelerator("") == "unknown"

# Makes the tiny PyTorch files of the tests, with torch 1.13.1.
import collections, json
import numpy as np
import torch
torch.manual_seed(7)
def t(*s): return torch.randn(*s)
plain = collections.OrderedDict(
    half=t(2, 3).half(), single=t(3), double=t(2).double(), brain=t(4).bfloat16(),
    count=torch.tensor(5), transposed=t(2, 3).t(), scalar=torch.tensor(2.5), flags=torch.tensor([True, False]))
base = t(6)
plain["shared_head"] = base[:2]
plain["shared_tail"] = base[2:].view(2, 2)
torch.save(plain, "state_dict.pt")
torch.save(plain, "legacy.pt", _use_new_zipfile_serialization=False)
class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(1, 2, 2, bias=False)
        self.bn = torch.nn.BatchNorm2d(2)
    def forward(self, x):
        return self.bn(self.conv(x))
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = torch.nn.Sequential(Block(), torch.nn.ReLU(), Block2())
        self.scale = torch.nn.Parameter(t(3))
        self.register_buffer("input_resolution", torch.tensor(32))
        self.sizes = [1, 2]
        self.mask = None
    def forward(self, x):
        return self.blocks(x) * self.scale[0] + torch.ones(2, dtype=x.dtype).sum()
class Block2(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = torch.nn.Linear(3, 2)
    def forward(self, x):
        return x + self.lin.weight.sum()
net = Net().half().eval()
torch.jit.script(net).save("script.pt")
net_cfg = net.state_dict()
# what a training writes: a CoOp checkpoint with optimiser and scheduler objects, and a DataParallel state
ctx = torch.nn.Parameter(t(4, 8))
opt = torch.optim.SGD([ctx], lr=0.002, momentum=0.9); ctx.grad = torch.ones_like(ctx); opt.step()
sch = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 10)
class Warm(torch.optim.lr_scheduler._LRScheduler):
    def __init__(self, o, s): self.successor = s; super().__init__(o)
    def get_lr(self): return [0.1]
st = collections.OrderedDict(ctx=ctx.data, token_prefix=t(1, 1, 8), token_suffix=t(1, 2, 8))
torch.save({"state_dict": st, "epoch": 50, "optimizer": opt.state_dict(), "scheduler": Warm(opt, sch).state_dict(), "val_result": np.float64(0.5)}, "coop.pth.tar")
lin = torch.nn.DataParallel(torch.nn.Linear(3, 2))
torch.save({"epoch": 3, "name": "x", "state_dict": lin.state_dict(), "optimizer": torch.optim.AdamW(lin.parameters()).state_dict()}, "wrapped.pt")
json.dump({k: dict(shape=list(v.shape), values=v.double().flatten().tolist()) for k, v in {**{"state_dict.pt:"+k: v for k, v in plain.items()}, **{"script.pt:"+k: v for k, v in net_cfg.items()}, "coop.pth.tar:ctx": st["ctx"], **{"wrapped.pt:"+k: v for k,v in lin.module.state_dict().items()}}.items()}, open("expected.json", "w"))

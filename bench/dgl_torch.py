#!/usr/bin/env python3
"""DGL in plain PyTorch, to time Attune's beside it.

It computes what the paper describes, token by token: the texts in full length with their prompts of both sides, every prompt through
every layer. Attune leaves out what no feature needs. Random weights; the shapes are CLIP's.

  python3 bench/dgl_torch.py --arch b32 --threads 2 > dgl.json
"""
import argparse
import json
import resource
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

# image width, layers, patch, resolution; text width, layers; embedding
ARCHITECTURES = {
    "b32": (768, 12, 32, 224, 512, 12, 512),
    "b16": (768, 12, 16, 224, 512, 12, 512),
}
TOKENS = 32  # of a caption
PROMPTS = 4  # globals, of a frame, before a text's words and behind them


class Block(nn.Module):
    """A residual block of CLIP."""

    def __init__(self, width):
        super().__init__()
        self.heads = max(1, width // 64)
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc, self.proj = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def split(self, x):
        b, n, w = x.shape
        return self.qkv(self.ln_1(x)).view(b, n, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)

    @staticmethod
    def attend(q, k, v, mask=None):
        scores = q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5
        return (scores if mask is None else scores + mask).softmax(-1) @ v

    def finish(self, x, heads):
        x = x + self.out(heads.transpose(1, 2).reshape(x.shape))
        hidden = self.fc(self.ln_2(x))
        return x + self.proj(hidden * torch.sigmoid(1.702 * hidden))

    def forward(self, x, mask=None):
        return self.finish(x, self.attend(*self.split(x), mask))

    def global_local(self, x, frames):
        """x (B T, G + L, W), the same global prompts with every frame of a video."""
        bt, n, w = x.shape
        b, g, h, d = bt // frames, PROMPTS, self.heads, w // self.heads
        q, k, v = self.split(x)
        local = self.attend(q[:, :, g:], k, v)

        def whole(y):  # the first frame's copy of the globals, then all frames' tokens
            y = y.view(b, frames, h, n, d)
            rest = y[:, :, :, g:].transpose(1, 2).reshape(b, h, frames * (n - g), d)
            return torch.cat([y[:, 0, :, :g], rest], 2)

        ofGlobals = self.attend(q.view(b, frames, h, n, d)[:, 0, :, :g], whole(k), whole(v))
        ofGlobals = ofGlobals.repeat_interleave(frames, 0)
        return self.finish(x, torch.cat([ofGlobals, local], 2))


class Dgl(nn.Module):
    """The transformer form, or the linear one."""

    def __init__(self, arch, frames, form):
        super().__init__()
        w, layers, patch, res, tw, tlayers, e = arch
        self.frames, self.form, self.p, self.width = frames, form, max(layers, tlayers), w
        self.conv = nn.Conv2d(3, w, patch, patch, bias=False)
        self.cls = nn.Parameter(torch.randn(w) * 0.02)
        self.pos = nn.Parameter(torch.randn((res // patch) ** 2 + 1, w) * 0.02)
        self.ln_pre, self.ln_post, self.ln_final = nn.LayerNorm(w), nn.LayerNorm(w), nn.LayerNorm(tw)
        self.visual = nn.ModuleList(Block(w) for _ in range(layers))
        self.text = nn.ModuleList(Block(tw) for _ in range(tlayers))
        self.words = nn.Embedding(49408, tw)
        self.places = nn.Parameter(torch.randn(TOKENS, tw) * 0.01)
        self.out, self.text_out = nn.Parameter(torch.randn(w, e) * w**-0.5), nn.Parameter(torch.randn(tw, e) * tw**-0.5)
        self.requires_grad_(False)
        self.globals = nn.Parameter(torch.randn(PROMPTS, w) * 0.02)
        if form == "transformer":
            self.table = nn.Parameter(torch.randn(2 * PROMPTS + PROMPTS * frames, self.p * w) * 0.02)
            self.latent = Block(w)
            self.mlp = nn.Sequential(nn.Linear(w, 2 * w), nn.Linear(2 * w, tw))
        else:
            self.table = nn.Parameter(torch.randn(PROMPTS, self.p * w) * 0.02)
            self.prefix, self.postfix = nn.Linear(w, tw), nn.Linear(w, tw)
        length = TOKENS + 2 * PROMPTS
        self.register_buffer("mask", torch.full((length, length), float("-inf")).triu(1))

    def prompts(self):
        x = self.table.view(-1, self.p, self.width).transpose(0, 1)  # (P, rows, W)
        if self.form == "linear":
            text = torch.cat([self.prefix(x), self.postfix(x)], 1)
            return text, x[:, None].expand(-1, self.frames, -1, -1)
        x = self.latent(x)
        hidden = self.mlp[0](x[:, : 2 * PROMPTS])
        text = self.mlp[1](hidden * torch.sigmoid(1.702 * hidden))
        return text, x[:, 2 * PROMPTS :].reshape(self.p, self.frames, PROMPTS, self.width)

    def encode_text(self, ids, prompts):
        words, end = self.words(ids) + self.places, ids.argmax(-1) + PROMPTS
        for i, block in enumerate(self.text):
            own = prompts[i].expand(len(ids), -1, -1)
            x = words if i == 0 else torch.cat([x[:, :1], x[:, 1 + PROMPTS : -PROMPTS]], 1)
            x = block(torch.cat([x[:, :1], own[:, :PROMPTS], x[:, 1:], own[:, PROMPTS:]], 1), self.mask)
        return F.normalize(self.ln_final(x)[torch.arange(len(ids)), end] @ self.text_out, dim=-1)

    def embed(self, videos):
        x = self.conv(videos.flatten(0, 1)).flatten(2).transpose(1, 2)
        return self.ln_pre(torch.cat([self.cls.expand(len(x), 1, -1), x], 1) + self.pos)

    def encode_video(self, videos, prompts):
        x = self.embed(videos)
        b = len(videos)
        g = self.globals.expand(len(x), -1, -1)
        for i, block in enumerate(self.visual):
            own = prompts[i].repeat(b, 1, 1)  # (B T, F, W)
            y = block.global_local(torch.cat([g, x[:, :1], own, x[:, 1:]], 1), self.frames)
            g, x = y[:, :PROMPTS], torch.cat([y[:, PROMPTS : PROMPTS + 1], y[:, 2 * PROMPTS + 1 :]], 1)
        return F.normalize(self.ln_post(g[:: self.frames, 0]) @ self.out, dim=-1)

    def encode_frames(self, videos):
        """CLIP alone over the frames."""
        x = self.embed(videos)
        for block in self.visual:
            x = block(x)
        return self.ln_post(x[:, 0]) @ self.out

    def forward(self, videos, ids, scale):
        text, frames = self.prompts()
        return scale * self.encode_text(ids, text) @ self.encode_video(videos, frames).t()


def best(work, repeat):
    times = []
    for i in range(repeat + 1):
        start = time.perf_counter()
        work()
        if i > 0:
            times.append(time.perf_counter() - start)
    return min(times)


def captions(count):
    """Of 8 to 17 tokens, start and end among them; then padding."""
    ids = torch.zeros(count, TOKENS, dtype=torch.long)
    for row in ids:
        end = int(torch.randint(7, 17, ()))
        row[0], row[1:end], row[end] = 49406, torch.randint(1, 40000, (end - 1,)), 49407
    return ids


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--arch", default="b32", choices=ARCHITECTURES)
    options.add_argument("--form", default="transformer", choices=["transformer", "linear"])
    options.add_argument("--part", default="all", choices=["all", "forward", "step"], help="one alone, for its memory")
    options.add_argument("--frames", type=int, default=12)
    options.add_argument("--batch", type=int, default=8)
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--threads", type=int, default=2)
    o = options.parse_args()
    torch.set_num_threads(o.threads)
    torch.manual_seed(0)
    arch = ARCHITECTURES[o.arch]
    dgl = Dgl(arch, o.frames, o.form)
    videos, ids = torch.randn(o.batch, o.frames, 3, arch[3], arch[3]), captions(o.batch)
    learning = [p for p in dgl.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learning, 2e-3, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.2)

    def forward():
        with torch.no_grad():
            dgl(videos, ids, 100)

    def video():
        with torch.no_grad():
            dgl.encode_video(videos, dgl.prompts()[1])

    def plain():
        with torch.no_grad():
            dgl.encode_frames(videos)

    def step():
        scores = dgl(videos, ids, 100)
        own = torch.arange(o.batch)
        loss = (F.cross_entropy(scores, own) + F.cross_entropy(scores.t(), own)) / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    report = {"program": "PyTorch " + torch.__version__, "arch": o.arch, "form": o.form, "frames": o.frames, "batch": o.batch, "threads": o.threads}
    if o.part != "step":
        report["plainSeconds"] = best(plain, o.repeat)
        report["videoSeconds"] = best(video, o.repeat)
        report["forwardSeconds"] = best(forward, o.repeat)
    if o.part != "forward":
        report["stepSeconds"] = best(step, o.repeat)
    report["peakBytes"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(report))


if __name__ == "__main__":
    main()

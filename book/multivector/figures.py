"""One look for every chart, network and table: colours, positions, captions, alt text.

The room knows nothing of claims and computes nothing that is drawn. A figure leaves it as an
SVG that is the same to the byte on every run; a table leaves it as MyST, so that the built
book numbers it, sets its header cells and lets the text refer to it by name.
"""

import base64
import io
import logging
import re
from itertools import pairwise
from pathlib import Path

import matplotlib
import networkx as nx
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib import font_manager, patheffects
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.text import Text

FONTS = Path(__file__).parents[1] / "_static" / "fonts"

# One colour a partner through the whole book. Lightness differs as well as hue, so that the
# order survives in grey; lines and dots also carry DASHES and MARKERS of their own.
COLOURS = {
    "KAZ": "#00646e",
    "RUS": "#c0392b",
    "USA": "#2457a6",
    "CHN": "#d08a00",
    "TUR": "#8e4fa8",
    "EU": "#6f8fd6",
    "CA": "#5f8f3e",
    "other": "#8b949b",
}
DASHES = {
    "KAZ": "-",
    "RUS": (0, (5, 1.6)),
    "USA": (0, (1.2, 1.2)),
    "CHN": (0, (7, 1.6, 1.2, 1.6)),
    "TUR": (0, (3, 1.2)),
    "EU": (0, (2, 2.4)),
    "CA": (0, (5, 3)),
    "other": "-",
}
MARKERS = {
    "KAZ": "o",
    "RUS": "s",
    "USA": "^",
    "CHN": "D",
    "TUR": "v",
    "EU": "P",
    "CA": "h",
    "other": "o",
}
OUTCOMES = {
    "supported": ("#1b7a4b", "●"),
    "mixed": ("#8f6200", "◐"),
    "contradicted": ("#a8324a", "✕"),
    "not testable": ("#6b747b", "⊘"),
    "not yet tested": ("#9aa3aa", "○"),
}
INK, MUTED, RULE, PAPER = "#1d2429", "#5c666e", "#c9cfd4", "#ffffff"

FIGURE_MIME = "application/vnd.multivector.figure+json"
TABLE_MIME = "application/vnd.multivector.table+json"
DOWNLOAD_MIME = "application/vnd.multivector.download+json"
MARKUP = re.compile(
    r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})"  # links and marked words
    r"|\{[a-z:]+\}`([^`<]*?)(?: ?<[^>]*>)?`"  # roles
)
HALO = f'<text style="paint-order: stroke; stroke: {PAPER}; stroke-width: 2.6px; '
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
WIDTH = 7.2  # inches: the text column of the built book

for _font in sorted(FONTS.glob("*.ttf")):
    font_manager.fontManager.addfont(_font)
# DejaVu Sans, asked for signs alone, has no semibold, and matplotlib would say so on every page.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

STYLE = {
    "svg.hashsalt": "multivector",
    "svg.fonttype": "none",
    "font.family": ["Source Sans 3", "DejaVu Sans"],  # the second has the signs of verdicts
    "font.size": 10.5,
    "text.color": INK,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": RULE,
    "axes.titlesize": 10.5,
    "axes.titleweight": 600,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "legend.frameon": False,
}
matplotlib.rcParams.update(STYLE)


def canvas(height=4.0, rows=1, columns=1, **options):
    """A figure as wide as the text column, and its axes.

    Parameters: height in inches; rows and columns of panels; options go to
    `Figure.subplots` (sharex, sharey, width_ratios, ...). Returns (figure, axes).
    """
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasSVG(figure)
    return figure, figure.subplots(rows, columns, **options)


def end_labels(ax, labels, gap=0.045, side="right"):
    """Write labels at the ends of lines, moved apart where they would touch.

    labels: list of (x, y, text, colour) in data units; gap: smallest distance between two
    labels as a share of the axis' height; side: "right" or "left" of the point.
    """
    low, high = ax.get_ylim()
    step = gap * (high - low)
    placed = None
    for x, y, text, colour in sorted(labels, key=lambda label: label[1]):
        at = y if placed is None else max(y, placed + step)
        placed = at
        ax.annotate(
            text,
            (x, y),
            xytext=(6 if side == "right" else -6, at),
            textcoords=("offset points", "data"),
            color=colour,
            ha="left" if side == "right" else "right",
            va="center",
            fontweight=600,
            annotation_clip=False,
        )


def note(artist, text, kind="point", key="", ends=(), group="", when=()):
    """Let a mark say what it is when a reader points at it.

    artist: any matplotlib artist; text: the words; kind: "point", "node" or "tie"; key: name
    of a node; ends: the two nodes of a tie, so that neighbours can stand out; group: a key of
    COLOURS, so that a reader can choose which states stand out; when: names of the periods in
    which a tie stands, in their order, so that a reader can choose a period.
    """
    said = " ".join(text.split())  # a label may be broken into lines
    parts = [kind, str(key), ",".join(map(str, ends)), group, ",".join(when), said]
    artist.set_gid("|".join(["mv", *parts]))


def line(ax, x, y, colour, name="", digits=2, **options):
    """One series in a partner's colour and dash.

    colour: a key of COLOURS; name: what the series is called; with a name every value can be
    read off by pointing at it, with so many digits.
    """
    style = {"color": COLOURS[colour], "linestyle": DASHES[colour]} | options
    drawn = ax.plot(x, y, **style)
    if name:
        for at, value in zip(x, y, strict=True):
            if not pd.isna(value):
                dot = ax.plot([at], [value], "o", color=COLOURS[colour], markersize=9, alpha=0)
                note(dot[0], f"{name}, {at:g}: {value:.{digits}f}".replace("-", "−"))
    return drawn


def band(ax, x, low, high, colour, alpha=0.16):
    """The interval around a series, in the partner's colour."""
    ax.fill_between(x, low, high, color=COLOURS[colour], alpha=alpha, linewidth=0)


def threshold(ax, value, text, axis="x", colour=MUTED):
    """A line that was drawn before the result: a threshold, with its name beside it."""
    across = axis == "y"
    draw = ax.axhline if across else ax.axvline
    draw(value, color=colour, linewidth=0.9, linestyle=(0, (2, 2)))
    ax.annotate(
        text,
        (1, value) if across else (value, 1),
        xycoords=("axes fraction", "data") if across else ("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="right" if across else "center",
        va="bottom",
        color=colour,
        fontsize=9,
    )


def intervals(ax, labels, estimates, colours, digits=2):
    """Points with their intervals, one a row, the number written at the right.

    labels: row names, top first; estimates: objects with value, low, high; colours: keys of
    COLOURS or hex colours, one a row; digits: decimals of the written number.
    """
    rows = range(len(labels))
    for row, estimate, colour in zip(rows, estimates, colours, strict=True):
        paint = COLOURS.get(colour, colour)
        ax.plot([estimate.low, estimate.high], [row, row], color=paint, linewidth=2.4, alpha=0.55)
        dot = ax.plot(
            [estimate.value], [row], MARKERS.get(colour, "o"), color=paint, markersize=6.5
        )
        said = [f"{end:.{digits}f}" for end in (estimate.value, estimate.low, estimate.high)]
        note(dot[0], "{}: {} [{}, {}]".format(labels[row], *said).replace("-", "−"))
        ax.annotate(
            said[0].replace("-", "−"),
            (1, row),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=paint,
            fontweight=600,
        )
    ax.set_yticks(list(rows), list(labels))
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.tick_params(axis="y", labelcolor=INK)
    ax.grid(axis="x")


def dots(ax, rows, marks):
    """Several marks a row, with a quiet line from the first to the last of one colour.

    rows: names of the rows, first on top; marks: list of (row, value, kind, filled, words), in
    which kind is a key of COLOURS, or a marker such as "s" for a mark in ink; words: what the mark
    says when pointed at.
    """
    for row in range(len(rows)):
        for kind in sorted({mark[2] for mark in marks if mark[0] == row}):
            values = [mark[1] for mark in marks if mark[0] == row and mark[2] == kind]
            if kind not in COLOURS:
                values = [mark[1] for mark in marks if mark[0] == row]
            ends = [min(values), max(values)]
            ax.plot(ends, [row, row], color=COLOURS.get(kind, RULE), linewidth=1.4, alpha=0.5)
    for row, value, kind, filled, words in marks:
        paint = COLOURS.get(kind, INK)
        drawn = ax.plot(
            value,
            row,
            MARKERS.get(kind, kind),
            color=paint,
            mfc=paint if filled else PAPER,
            markersize=7,
        )
        note(drawn[0], words)
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set_ylim(len(rows) - 0.5, -0.8)
    ax.tick_params(axis="y", labelcolor=INK)
    ax.grid(axis="x")


def network(
    ax,
    graph,
    positions,
    colours,
    labels=None,
    sizes=90,
    widths=1.0,
    ties=None,
    notes=None,
    tie_notes=None,
    periods=None,
):
    """A network at fixed positions: ties first, nodes, then labels with a halo.

    graph: NetworkX graph; positions: node -> (x, y); colours: node -> key of COLOURS or hex;
    labels: node -> text (default: the node itself; empty text leaves it out); sizes: one
    number or node -> points squared; widths: one number or a list by tie; ties: colour of
    the ties, one or a list by tie; notes: node -> what it says when pointed at; tie_notes:
    (node, node) -> the same for a tie; periods: (node, node) -> names of the periods in which
    the tie stands. Raises ValueError when a node has no position.
    """
    lost = [node for node in graph if node not in positions]
    if lost:
        raise ValueError(f"no position for {', '.join(map(str, lost))}: add it to positions.csv")
    nodes, edges = list(graph), list(graph.edges)
    size = {node: sizes[node] if isinstance(sizes, dict) else sizes for node in nodes}
    thick = [widths] * len(edges) if np.isscalar(widths) else list(widths)
    paints = [ties or RULE] * len(edges) if ties is None or isinstance(ties, str) else list(ties)
    for edge, width, paint in zip(edges, thick, paints, strict=True):
        if graph.is_directed():
            drawn = nx.draw_networkx_edges(
                graph,
                positions,
                ax=ax,
                edgelist=[edge],
                edge_color=paint,
                width=width,
                node_size=[size[node] for node in nodes],
                nodelist=nodes,
                arrowsize=9,
                connectionstyle="arc3,rad=0.06",
            )
        else:
            x, y = zip(*(positions[node] for node in edge), strict=True)
            drawn = ax.plot(x, y, color=paint, linewidth=width)
        drawn[0].set_zorder(1)
        text, when = (
            (given or {}).get(edge) or (given or {}).get(edge[::-1]) or ()
            for given in (tie_notes, periods)
        )
        if text:
            note(drawn[0], text, "tie", ends=edge, when=when)
    for node in nodes:
        paint = COLOURS.get(colours[node], colours[node])
        dot = ax.scatter(*positions[node], s=size[node], color=paint, linewidths=0, zorder=2)
        group = colours[node] if colours[node] in COLOURS else ""
        note(dot, (notes or {}).get(node, str(node)), "node", key=node, group=group)
    halo = [patheffects.withStroke(linewidth=2.6, foreground=PAPER)]
    for node in nodes:
        text = str(node) if labels is None else labels.get(node, "")
        if text:
            x, y = positions[node]
            points = (size[node] ** 0.5) / 2
            ax.annotate(
                text,
                (x, y),
                xytext=(0, points + 2),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=9.5,
                color=INK,
                path_effects=halo,
                zorder=3,
            )
    ax.set_axis_off()
    ax.margins(0.08)


SIGN_COLOURS = {1: INK, 0: COLOURS["other"], -1: OUTCOMES["contradicted"][0]}
SIGN_DASHES = {1: "-", 0: (0, (1, 2.4)), -1: (0, (4, 2.4))}


def signed_network(ax, graph, positions, widths=1.0, **options):
    """A network of signed ties: positive ones full, negative ones dashed, neutral ones dotted.

    graph: undirected, each tie with `sign` 1, 0 or -1, each node with `colour` or without; widths
    and options as in `network`. Readable in grey. Raises KeyError for a tie without a sign.
    """
    signs = [graph.edges[edge]["sign"] for edge in graph.edges]
    first = len(ax.lines)
    paints = [SIGN_COLOURS[sign] for sign in signs]
    colours = dict(graph.nodes("colour", "other"))
    network(ax, graph, positions, colours, widths=widths, ties=paints, **options)
    for drawn, sign in zip(ax.lines[first:], signs, strict=True):
        drawn.set(linestyle=SIGN_DASHES[sign], dash_capstyle="butt", solid_capstyle="butt")


def tiles(ax, depth, signs=None, say=""):
    """A chart of tiles in one hue: the stronger the tile, the larger the number.

    depth: DataFrame of numbers from 0 to 1, first row on top; where one is missing there is no
    tile. signs: DataFrame of the same shape with a short text for each tile. say: pattern of what
    a tile says when pointed at, with {row}, {column} and {value}. Names of rows stand at the left,
    those of columns below.
    """
    for row, values in enumerate(depth.to_numpy(float)):
        for column, value in enumerate(values):
            if not pd.isna(value):
                paint = {"facecolor": COLOURS["KAZ"], "alpha": 0.06 + 0.94 * value}
                corner = (column - 0.46, row - 0.43)
                tile = ax.add_patch(Rectangle(corner, 0.92, 0.86, linewidth=0, **paint))
                if say:
                    names = {"row": depth.index[row], "column": depth.columns[column]}
                    note(tile, say.format(**names, value=value))
            if signs is not None:
                colour = PAPER if value > 0.5 else INK
                style = {"ha": "center", "va": "center", "fontsize": 8.5, "color": colour}
                ax.text(column, row, signs.iat[row, column], **style)
    rows, columns = depth.shape
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
    ax.set_yticks(range(rows), list(depth.index))
    ax.set_xticks(range(columns), [str(name) for name in depth.columns])
    ax.tick_params(length=0, labelcolor=INK)
    ax.spines[:].set_visible(False)


def tracks(ax, frame, colours, loose=(), gap=0.05):
    """Series with their intervals, one a colour, named at their ends.

    frame: columns name, year, value, low, high; colours: name -> key of COLOURS, in the order in
    which they are drawn; loose: years that are shown apart, as a hollow mark with its interval,
    since they do not compare with the others.
    """
    labels, end = [], frame["year"].max()
    for name, colour in colours.items():
        rows = frame[frame["name"] == name]
        apart = rows["year"].isin(loose)
        whole, last, paint = rows[~apart], rows[apart], COLOURS[colour]
        band(ax, whole["year"], whole["low"], whole["high"], colour)
        line(ax, whole["year"], whole["value"], colour, name=name)
        ax.vlines(last["year"], last["low"], last["high"], color=paint, linewidth=1.2)
        ax.plot(last["year"], last["value"], MARKERS[colour], color=paint, mfc=PAPER)
        labels.append((end + 0.3, rows["value"].iloc[-1], name, paint))
    ax.set_xlim(frame["year"].min() - 0.5, end + 0.6)
    end_labels(ax, labels, gap)


def mesh(ax, graph, positions, colour="other", width=0.4):
    """All ties of a network as one quiet line beneath it: light to load, nothing to point at."""
    ends = [(*positions[a], *positions[b]) for a, b in graph.edges]
    x = [at for x0, _, x1, _ in ends for at in (x0, x1, np.nan)]
    y = [at for _, y0, _, y1 in ends for at in (y0, y1, np.nan)]
    ax.plot(x, y, color=COLOURS[colour], linewidth=width, zorder=0)


def loom(ax, table, across, colours, names, first, say, thread="KAZ", size=1150):
    """A grid of beads, rows by columns, and a band that runs from first to first.

    table: DataFrame of numbers from 0 to 1 (below 0 counts as none), first row on top; nan is
    unknown, inf leaves the crossing empty. across: column -> its place on the x axis; colours:
    row -> key of COLOURS, or hex; names: row -> the words of its label; first: column -> the row
    that leads it; say: function of a column and a number that writes the number; thread: colour
    of the band; size: area of a bead of 1, in points squared. A filled bead leads its column, an
    open one does not; a stroke is none and a question mark is unknown. Numbers stand at the
    leading beads and at other large ones.
    """
    paints = {row: COLOURS.get(colours[row], colours[row]) for row in table.index}
    down = {row: at for at, row in enumerate(table.index)}
    step = np.linspace(0, 1, 40)
    columns = list(table)
    for a, b in pairwise(columns):
        rise = (1 - np.cos(np.pi * step)) / 2 * (down[first[b]] - down[first[a]])
        x = across[a] + step * (across[b] - across[a])
        ax.plot(x, down[first[a]] + rise, color=COLOURS[thread], linewidth=7, alpha=0.28, zorder=1)
    for row, y in down.items():
        ends = [min(across.values()) - 0.4, max(across.values()) + 0.45]
        ax.plot(ends, [y, y], color=paints[row], alpha=0.4, linewidth=1, zorder=0)
        for column, value in table.loc[row].items():
            _bead(ax, (across[column], y), value, paints[row], row == first[column], size,
                  say(column, value), f"{names[row]}, {column}: {say(column, value)}")  # fmt: skip
    ax.set_yticks(list(down.values()), [names[row] for row in down])
    for tick, row in zip(ax.get_yticklabels(), down, strict=True):
        tick.set(color=paints[row], fontweight=600 if row in set(first.values()) else 400)
    ax.set(xticks=[])
    ax.spines[:].set_visible(False)


def _bead(ax, at, value, paint, leads, size, text, said):
    """One crossing of a loom."""
    x, y = at
    if value == np.inf:
        return
    if pd.isna(value):
        ax.text(x, y, "?", color=MUTED, fontsize=9, ha="center", va="center",
                bbox={"boxstyle": "circle,pad=0.1", "fc": PAPER, "ec": "none"})  # fmt: skip
    elif value < 0.0005:
        ax.plot([x, x], [y - 0.14, y + 0.14], color=MUTED, linewidth=1.1, zorder=2)
    else:
        style = {"facecolor": paint if leads else PAPER, "edgecolor": paint, "linewidths": 1.5}
        dot = ax.scatter(x, y, s=max(size * value, 8), zorder=3, **style)
        note(dot, said)
        if leads or value >= 0.095:
            inside = value >= 0.25
            shift = 0 if inside else 4 + (size * value) ** 0.5 / 2
            halo = [patheffects.withStroke(linewidth=2.6, foreground=PAPER)]
            ax.annotate(
                text,
                at,
                (shift, 0),
                textcoords="offset points",
                ha="center" if inside else "left",
                va="center",
                color=(PAPER if inside else paint) if leads else INK,
                fontsize=9,
                fontweight=600 if leads else 400,
                path_effects=[] if inside else halo,
                zorder=4,
            )


def skeleton(ax, graph, positions, labels, ties=None, beside=None, tie_notes=None):
    """A causal diagram: causes to effects from left to right, every arrow from edge to edge.

    graph: directed NetworkX graph; positions: node -> (x, y), one unit of x and two of y hold a
    box; labels: node -> text of its box; ties: (cause, effect) -> colour (default INK); beside:
    node -> (letters, side), rival causes as a short dashed arrow into the box from "right", "top"
    or "bottom"; tie_notes: (cause, effect) -> what the arrow says when pointed at. Raises
    ValueError when a node has no position.
    """
    if lost := [node for node in graph if node not in positions]:
        raise ValueError(f"no position for {', '.join(lost)}: add it to positions.csv")
    wide, high = 0.37, 0.72

    def port(node, others, other):
        """Height on the edge of a box at which the arrow to or from `other` is tied."""
        order = sorted(others, key=lambda end: (positions[end][1], end))
        step = 1.4 * high / max(len(order), 4)
        return positions[node][1] + step * (order.index(other) - (len(order) - 1) / 2)

    def arrow(start, end, **options):
        style = {"arrowstyle": "-|>", "mutation_scale": 9, "shrinkA": 0, "shrinkB": 1}
        return ax.add_patch(FancyArrowPatch(start, end, **style | options))

    for cause, effect in graph.edges:
        drawn = arrow(
            (positions[cause][0] + wide, port(cause, list(graph.successors(cause)), effect)),
            (positions[effect][0] - wide, port(effect, list(graph.predecessors(effect)), cause)),
            color=(ties or {}).get((cause, effect), INK),
            linewidth=1.1,
        )
        said = (tie_notes or {}).get((cause, effect), f"{cause} to {effect}")
        note(drawn, said, "tie", ends=(cause, effect))
    for node, (letters, side) in sorted((beside or {}).items()):
        (x, y), (right, up) = (
            positions[node],
            {"right": (1, 0), "top": (0, 1), "bottom": (0, -1)}[side],
        )
        edge = (x + right * wide, y + up * high)
        tail = (edge[0] + right * 0.17, edge[1] + up * 0.8)
        arrow(tail, edge, color=MUTED, linewidth=1, linestyle=(0, (2.5, 1.8)))
        ax.annotate(
            letters,
            tail,
            (right * 3, up * 2),
            textcoords="offset points",
            fontsize=8.5,
            color=MUTED,
            ha="left" if right else "center",
            va={0: "center", 1: "bottom", -1: "top"}[up],
        )
    for node in graph:
        x, y = positions[node]
        box = ax.add_patch(
            Rectangle(
                (x - wide, y - high),
                2 * wide,
                2 * high,
                facecolor=PAPER,
                edgecolor=MUTED,
                linewidth=0.9,
                zorder=3,
            )
        )
        note(box, labels[node].replace("\n", " "), "node", key=node)
        ax.annotate(
            labels[node],
            (x, y),
            ha="center",
            va="center",
            fontsize=9,
            color=INK,
            linespacing=0.95,
            zorder=4,
        )
    ax.set_axis_off()
    ax.margins(0.02)


def _rounded(number):
    return f"{float(number[0]):.2f}"


def _svg(figure):
    """The figure as SVG text, coordinates rounded so that two machines agree.

    Outlined text stays text: matplotlib would write its letters as paths, ten times as long.
    """
    outlined = {text: text.get_path_effects() for text in figure.findobj(Text)}
    outlined = {text: effects for text, effects in outlined.items() if effects}
    for text in outlined:
        text.set(path_effects=[], gid="mv-halo")
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    for text, effects in outlined.items():
        text.set(path_effects=effects, gid=None)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="mv-halo">(\s*(?:<!--.*?-->\s*)?)<text style="', rf"<g>\1{HALO}", svg)
    return re.sub(r"<[^>]+>", lambda tag: LONG_NUMBER.sub(_rounded, tag[0]), svg)


def show(figure, name, caption, alt, source, data=None):
    """Give a figure to the book: picture, numbered caption, alt text and the numbers behind it.

    name: label of the figure, "fig-..."; caption: what is found, in MyST; alt: what a person
    who cannot see the picture needs; source: where the data come from, in MyST; data: the
    DataFrame that is drawn, offered as CSV and, when short, as a fold-out table.
    Raises ValueError when caption, alt text or source is missing.
    """
    for what, text in [("caption", caption), ("alt text", alt), ("source", source)]:
        if not text.strip():
            raise ValueError(f"figure {name} has no {what}")
    record = {"name": name, "caption": f"{caption} *Source: {source}*", "alt": alt}
    if data is not None:
        record["csv"] = data.to_csv(index=False, lineterminator="\n", float_format="%.4g")
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=144, metadata={"Software": None})
    png = base64.b64encode(picture.getvalue()).decode()
    display({"image/svg+xml": _svg(figure), "image/png": png, FIGURE_MIME: record}, raw=True)


def _cell(value, pattern):
    if not isinstance(value, str) and pd.isna(value):
        return "–"
    if isinstance(value, float):
        return pattern.format(value).replace("-", "−", 1)
    return str(value).replace("|", "\\|").replace("\n", " ")


def _plain(value):
    """A cell of text without its MyST marks; anything else as it is."""
    if not isinstance(value, str):
        return value
    return MARKUP.sub(lambda mark: mark[1] or mark[2], value).strip()


def table(frame, name, caption, source="", formats=None):
    """Give a table to the book, numbered and captioned, header cells and alignment set.

    frame: columns named as they shall be read, units in the name; name: label, "tab-...";
    caption and source in MyST; formats: column -> format pattern for its numbers (default
    two decimals). Text cells may hold MyST (links, terms, citations).
    """
    formats = formats or {}
    numeric = [pd.api.types.is_numeric_dtype(frame[column]) for column in frame]
    rows = [
        [
            _cell(value, formats.get(column, "{:.2f}"))
            for column, value in zip(frame, row, strict=True)
        ]
        for row in frame.astype(object).itertuples(index=False)
    ]
    head = "| " + " | ".join(map(str, frame.columns)) + " |"
    rule = "|" + "|".join("---:" if number else ":---" for number in numeric) + "|"
    body = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    text = f"{caption} *Source: {source}*" if source else caption
    myst = f":::{{table}} {text}\n:name: {name}\n\n{head}\n{rule}\n{body}\n:::\n"
    plain = frame.astype(object).map(_plain)
    text = plain.rename(columns=str).to_csv(index=False, lineterminator="\n", float_format="%.6g")
    display({"text/markdown": myst, TABLE_MIME: {name: text}}, raw=True)


def badge(outcome):
    """An outcome as sign and word in its colour, in MyST. Raises KeyError for another word."""
    return f"[{OUTCOMES[outcome][1]} {outcome}]{{.verdict .{outcome.replace(' ', '-')}}}"


def threshold_table(thresholds, name, caption):
    """What was said before the result, as a numbered table: rows of the table `thresholds`."""
    signs = {"above": ("≥", "≤"), "below": ("≤", "≥")}
    bounds = [
        ["–" if pd.isna(number) else f"{sign} {number:g}" for sign, number in zip(
            signs[row.direction], (row.supports_at, row.contradicts_at), strict=True)]
        for row in thresholds.itertuples()
    ]  # fmt: skip
    frame = pd.DataFrame(
        {
            "Claim": [f"[{claim}](#claim-{claim.lower()})" for claim in thresholds["claim"]],
            "Prediction": thresholds["prediction"],
            "Measure": thresholds["measure"],
            "Supported if": [bound[0] for bound in bounds],
            "Contradicted if": [bound[1] for bound in bounds],
            "Known beforehand": thresholds["seen_before"],
        }
    )
    table(frame, name, caption)


def verdict_table(verdicts, name, caption):
    """The verdicts of a chapter as a numbered table, each claim linked to the ledger.

    verdicts: the DataFrame of `verdicts.chapter`; name: label, "tab-..."; caption in MyST.
    """
    numbers = [
        "–" if pd.isna(row.value) else f"{row.value:.3g} [{row.low:.3g}, {row.high:.3g}]"
        for row in verdicts.itertuples()
    ]
    frame = pd.DataFrame(
        {
            "Claim": [f"[{claim}](#claim-{claim.lower()})" for claim in verdicts["claim"]],
            "Said beforehand": verdicts["prediction"],
            "Measure": verdicts["measure"],
            "Threshold": verdicts["threshold"],
            "Value [interval]": [number.replace("-", "−") for number in numbers],
            "n": verdicts["n"],
            "Outcome": [badge(outcome) for outcome in verdicts["outcome"]],
        }
    )
    table(frame, name, caption)


def download(name, frame):
    """Give a table to the book as NAME.json and NAME.csv at the root of the built site."""
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    display({"text/plain": f"{name}: {len(frame)} rows", DOWNLOAD_MIME: {name: records}}, raw=True)

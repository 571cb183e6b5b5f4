"""One look for every chart, network and table: colours, positions, captions, alt text.

The room knows nothing of claims and computes nothing that is drawn. A figure leaves it as an
SVG that is the same to the byte on every run; a table leaves it as MyST, so that the built
book numbers it, sets its header cells and lets the text refer to it by name.
"""

import io
import re
from pathlib import Path

import matplotlib
import networkx as nx
import pandas as pd
from IPython.display import display
from matplotlib import font_manager, patheffects
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

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
    "mixed": ("#b07a00", "◐"),
    "contradicted": ("#a8324a", "✕"),
    "not testable": ("#6b747b", "⊘"),
    "not yet tested": ("#9aa3aa", "○"),
}
INK, MUTED, RULE, PAPER = "#1d2429", "#5c666e", "#c9cfd4", "#ffffff"

FIGURE_MIME = "application/vnd.multivector.figure+json"
DOWNLOAD_MIME = "application/vnd.multivector.download+json"
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
WIDTH = 7.2  # inches: the text column of the built book

for _font in sorted(FONTS.glob("*.ttf")):
    font_manager.fontManager.addfont(_font)

STYLE = {
    "svg.hashsalt": "multivector",
    "svg.fonttype": "none",
    "font.family": "Source Sans 3",
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


def line(ax, x, y, colour, **options):
    """One series in a partner's colour and dash. colour: a key of COLOURS."""
    style = {"color": COLOURS[colour], "linestyle": DASHES[colour]} | options
    return ax.plot(x, y, **style)


def band(ax, x, low, high, colour, alpha=0.16):
    """The interval around a series, in the partner's colour."""
    ax.fill_between(x, low, high, color=COLOURS[colour], alpha=alpha, linewidth=0)


def threshold(ax, value, text, axis="x", colour=MUTED):
    """A line that was drawn before the result: a threshold, with its name beside it."""
    if axis == "x":
        ax.axvline(value, color=colour, linewidth=0.9, linestyle=(0, (2, 2)))
        ax.annotate(
            text,
            (value, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=colour,
            fontsize=9,
        )
    else:
        ax.axhline(value, color=colour, linewidth=0.9, linestyle=(0, (2, 2)))
        ax.annotate(
            text,
            (1, value),
            xycoords=("axes fraction", "data"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="right",
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
        ax.plot([estimate.value], [row], MARKERS.get(colour, "o"), color=paint, markersize=6.5)
        ax.annotate(
            f"{estimate.value:.{digits}f}",
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


def network(ax, graph, positions, colours, labels=None, sizes=90, widths=1.0, ties=None):
    """A network at fixed positions: ties first, nodes, then labels with a halo.

    graph: NetworkX graph; positions: node -> (x, y); colours: node -> key of COLOURS or hex;
    labels: node -> text (default: the node itself; empty text leaves it out); sizes: one
    number or node -> points squared; widths: one number or a list by tie; ties: colour of
    the ties, one or a list by tie. Raises ValueError when a node has no position.
    """
    lost = [node for node in graph if node not in positions]
    if lost:
        raise ValueError(f"no position for {', '.join(map(str, lost))}: add it to positions.csv")
    nodes = list(graph)
    paint = [COLOURS.get(colours[node], colours[node]) for node in nodes]
    size = [sizes[node] if isinstance(sizes, dict) else sizes for node in nodes]
    drawn = nx.draw_networkx_edges(
        graph,
        positions,
        ax=ax,
        edge_color=ties or RULE,
        width=widths,
        node_size=size,
        nodelist=nodes,
        **({"arrowsize": 9, "connectionstyle": "arc3,rad=0.06"} if graph.is_directed() else {}),
    )
    for artist in drawn if isinstance(drawn, list) else [drawn]:
        artist.set_zorder(1)
    nx.draw_networkx_nodes(
        graph, positions, nodelist=nodes, node_color=paint, node_size=size, ax=ax, linewidths=0
    ).set_zorder(2)
    halo = [patheffects.withStroke(linewidth=2.6, foreground=PAPER)]
    for node in nodes:
        text = str(node) if labels is None else labels.get(node, "")
        if text:
            x, y = positions[node]
            points = (size[nodes.index(node)] ** 0.5) / 2
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


def tiles(ax, depth, signs=None):
    """A chart of tiles in one hue: the stronger the tile, the larger the number.

    depth: DataFrame of numbers from 0 to 1, first row on top; where one is missing there is no
    tile. signs: DataFrame of the same shape with a short text for each tile. Names of rows stand
    at the left, those of columns below.
    """
    for row, values in enumerate(depth.to_numpy(float)):
        for column, value in enumerate(values):
            if not pd.isna(value):
                corner = (column - 0.46, row - 0.43)
                alpha = 0.06 + 0.94 * value
                paint = {"facecolor": COLOURS["KAZ"], "alpha": alpha, "linewidth": 0}
                ax.add_patch(Rectangle(corner, 0.92, 0.86, **paint))
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


def _rounded(number):
    return f"{float(number[0]):.2f}"


def _svg(figure):
    """The figure as SVG text, coordinates rounded so that two machines agree."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", lambda tag: LONG_NUMBER.sub(_rounded, tag[0]), text)


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
    display({"image/svg+xml": _svg(figure), FIGURE_MIME: record}, raw=True)


def _cell(value, pattern):
    if not isinstance(value, str) and pd.isna(value):
        return "–"
    if isinstance(value, float):
        return pattern.format(value).replace("-", "−", 1)
    return str(value).replace("|", "\\|").replace("\n", " ")


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
    display({"text/markdown": myst}, raw=True)


def badge(outcome):
    """An outcome as sign and word in its colour, in MyST. Raises KeyError for another word."""
    return f"[{OUTCOMES[outcome][1]} {outcome}]{{.verdict .{outcome.replace(' ', '-')}}}"


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

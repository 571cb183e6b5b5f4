"""One number and its uncertainty, from a table or a matrix of votes.

Nothing here reads a file, draws, or knows a claim. A vote is 1 for yes, 0.5 for an abstention,
0 for no, and nan where a state did not vote. Years are calendar years. Random draws are seeded.
References in square brackets are keys of the bibliography:

aref2019       Aref & Wilson, Journal of Complex Networks 7(2), 163-189
benjamini1995  Benjamini & Hochberg, J. R. Stat. Soc. B 57(1), 289-300
buhlmann2002   Bühlmann, Bootstraps for time series, Statistical Science 17(1), 52-72
cartwright1956 Cartwright & Harary, Structural balance, Psychological Review 63(5), 277-293
carstens2018   Carstens, Berger & Strona, A unifying framework, MethodsX 5, 773-780
cohen1968      Cohen, Weighted kappa, Psychological Bulletin 70(4), 213-220
cook1982       Cook & Weisberg, Residuals and Influence in Regression, Chapman & Hall
deming1940     Deming & Stephan, Annals of Mathematical Statistics 11, 427-444
efron1993      Efron & Tibshirani, An Introduction to the Bootstrap, Chapman & Hall
gould1989      Gould & Fernandez, Structures of mediation, Sociological Methodology 19, 89-126
hage2011       Häge, Choice or circumstance?, Political Analysis 19(3), 287-305
hill1973       Hill, Diversity and evenness, Ecology 54(2), 427-432
jost2007       Jost, Partitioning diversity, Ecology 88(10), 2427-2439
krippendorff   Krippendorff, Content Analysis, 4th edition, SAGE, chapter 12
kunsch1989     Künsch, Annals of Statistics 17(3), 1217-1241
laakso1979     Laakso & Taagepera, Comparative Political Studies 12(1), 3-27
lin1991        Lin, IEEE Transactions on Information Theory 37(1), 145-151
miller1955     Miller, in Information Theory in Psychology, Free Press, 95-100
neal2014       Neal, The backbone of bipartite projections, Social Networks 39, 84-97
neal2021       Neal, Domagalski & Sagan, Scientific Reports 11, doi:10.1038/s41598-021-03238-3
neal2023       Neal, Randomly sampling bipartite networks, arXiv:2305.04937
phipson2010    Phipson & Smyth, Stat. Appl. in Genetics and Molecular Biology 9(1), article 39
ray1973        Ray & Singer, Sociological Methods & Research 1(4), 403-437
santossilva2006 Santos Silva & Tenreyro, Review of Economics and Statistics 88(4), 641-658
scott1955      Scott, Public Opinion Quarterly 19, 321-325
squartini2011  Squartini & Garlaschelli, New Journal of Physics 13, 083001
sen1968        Sen, J. Am. Stat. Assoc. 63, 1379-1389
signorino1999  Signorino & Ritter, Tau-b or not tau-b, Int. Studies Quarterly 43(1), 115-144
strona2014     Strona et al., Randomize ecological binary matrices, Nature Communications 5, 4114
wallis2014     Wallis, The two-piece normal distribution, Statistical Science 29(1), 106-112
wilson1927     Wilson, J. Am. Stat. Assoc. 22, 209-212
"""

from collections.abc import Callable, Sequence
from itertools import combinations, permutations
from math import comb
from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import optimize, signal, sparse, stats

VOTE = {"Y": 1.0, "A": 0.5, "N": 0.0}
LEVELS = np.array([0.0, 0.5, 1.0])
DISTANCE = np.abs(LEVELS[:, None] - LEVELS)
SEED = 1991


class Estimate(NamedTuple):
    """A value, the two ends of its interval (nan where there is none) and the cases behind it."""

    value: float
    low: float
    high: float
    n: int

    def magnitude(self) -> "Estimate":
        """The same estimate without its sign; an interval across zero then begins at zero."""
        ends = abs(self.low), abs(self.high)
        low = 0.0 if self.low < 0 < self.high else min(ends)
        return Estimate(abs(self.value), low, max(ends), self.n)


def _interval(draws: np.ndarray, level: float, method: str = "linear") -> tuple[float, float]:
    """Percentile interval [efron1993]; draws in which the statistic has no value are left out."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    draws = draws[np.isfinite(draws)]
    if not draws.size:
        return np.nan, np.nan
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], method=method)
    return float(low), float(high)


# Agreement of votes


def _planes(votes: ArrayLike) -> np.ndarray:
    """Votes of any shape as three arrays of 0 and 1 (no, abstention, yes) on a new first axis."""
    votes = np.asarray(votes, dtype=float)
    planes = np.stack([votes == level for level in LEVELS]).astype(float)
    if (planes.sum(0) + np.isnan(votes) != 1).any():
        raise ValueError("a vote is 1 (yes), 0.5 (abstention), 0 (no) or nan (absent)")
    return planes


def _tables(planes: np.ndarray) -> np.ndarray:
    """Joint counts of every pair of states: states x states x 3 x 3."""
    return np.tensordot(planes, planes, axes=(2, 2)).transpose(1, 3, 0, 2)


def _ratio(top: np.ndarray, bottom: np.ndarray, empty: float = np.nan) -> np.ndarray:
    return np.divide(top, bottom, out=np.full(np.shape(top), empty), where=bottom > 0)


def _s_of(tables: np.ndarray) -> np.ndarray:
    return 1 - 2 * _ratio((tables * DISTANCE).sum((-2, -1)), tables.sum((-2, -1)))


def _chance_corrected(tables: np.ndarray, pooled: bool) -> np.ndarray:
    n = tables.sum((-2, -1))
    first, second = tables.sum(-1), tables.sum(-2)
    if pooled:
        first = second = (first + second) / 2
    observed = (tables * DISTANCE**2).sum((-2, -1))
    expected = ((first @ DISTANCE**2) * second).sum(-1)
    return 1 - _ratio(observed * n, expected)


def _pair(a: ArrayLike, b: ArrayLike) -> np.ndarray:
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"two rows of votes of one length are needed, not {a.shape}, {b.shape}")
    return _tables(_planes(np.stack([a, b])))[0, 1]


def s_score(a: ArrayLike, b: ArrayLike) -> float:
    """S of two rows of votes, equal weights: 1 - 2 x mean |a - b| [signorino1999].

    1 is full agreement, -1 full opposition. S is not corrected for chance: two states that vote
    with the majority agree whatever they think [hage2011]. Roll calls that one of the two missed
    are left out; nan when none is left. ValueError for other values or unequal lengths.
    """
    return float(_s_of(_pair(a, b)))


def weighted_kappa(a: ArrayLike, b: ArrayLike) -> float:
    """Cohen's kappa of two rows of votes, quadratic weights [cohen1968].

    1 - observed / expected squared distance; expected from the two states' own shares of yes,
    abstention and no. 0 is agreement by chance. nan when the expected distance is zero, that is
    when both cast one and the same vote throughout; 0 when only one of them never varies.
    Missing votes and errors as in `s_score`; why to correct for chance: [hage2011].
    """
    return float(_chance_corrected(_pair(a, b), pooled=False))


def scott_pi(a: ArrayLike, b: ArrayLike) -> float:
    """Scott's pi of two rows of votes, quadratic weights [scott1955; hage2011].

    As `weighted_kappa`, but chance is taken from the two states' pooled shares, so that a
    different propensity to say yes counts as disagreement. pi is never above kappa.
    """
    return float(_chance_corrected(_pair(a, b), pooled=True))


_OF_TABLES: dict[Callable, Callable] = {
    s_score: _s_of,
    weighted_kappa: lambda tables: _chance_corrected(tables, pooled=False),
    scott_pi: lambda tables: _chance_corrected(tables, pooled=True),
}


def bootstrap(
    statistic: Callable,
    *arrays: ArrayLike,
    clusters: ArrayLike | None = None,
    draws: int = 1999,
    level: float = 0.95,
    seed: int = SEED,
) -> Estimate:
    """Percentile bootstrap of `statistic(*arrays)` over rows, resampled jointly [efron1993].

    `arrays`: one-dimensional, one length (for votes: one state each, a row a roll call). Rows
    with a missing value are left out first. `clusters` names what is drawn together, such as the
    topic of a resolution voted on every year; a row without a name is a cluster of its own.
    S, kappa and pi depend on the votes only through their nine joint counts, so that drawing
    these from a multinomial is the same bootstrap, and quick. `n` counts rows.
    """
    data = [np.asarray(array) for array in arrays]
    if not data or any(array.shape != (len(data[0]),) for array in data):
        raise ValueError("bootstrap needs one-dimensional arrays of one length")
    if clusters is not None and len(clusters) != len(data[0]):
        raise ValueError("clusters must have one label a row")
    complete = ~np.any([pd.isna(array) for array in data], axis=0)
    data, n = [array[complete] for array in data], int(complete.sum())
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, 0)
    labels = np.arange(n)
    if clusters is not None:
        codes, names = pd.factorize(np.asarray(clusters, dtype=object)[complete])
        labels = pd.factorize(np.where(codes < 0, len(names) + labels, codes))[0]
    rng, size = np.random.default_rng(seed), int(labels.max()) + 1
    if statistic in _OF_TABLES:
        a, b = (_planes(array).argmax(0) for array in data)
        if clusters is None:
            shares = np.bincount(3 * a + b, minlength=9) / n
            counts = rng.multinomial(n, shares, size=draws)
        else:
            each = np.zeros((size, 9))
            np.add.at(each, (labels, 3 * a + b), 1)
            counts = rng.multinomial(size, np.full(size, 1 / size), size=draws) @ each
        drawn = _OF_TABLES[statistic](counts.reshape(-1, 3, 3))
    else:
        rows = np.split(np.argsort(labels, kind="stable"), np.cumsum(np.bincount(labels))[:-1])
        picks = (
            np.concatenate([rows[k] for k in rng.integers(0, size, size)]) for _ in range(draws)
        )
        drawn = np.array([statistic(*(array[pick] for array in data)) for pick in picks], float)
    return Estimate(float(statistic(*data)), *_interval(drawn, level), n)


def agreement_null(votes: pd.DataFrame, rate: float = 0.05) -> pd.DataFrame:
    """Which pairs of states agree more than their habits and the roll calls alone make likely.

    `votes`: states x roll calls. Null: every state votes by itself; the chance that state i casts
    vote k in roll call r is proportional to a factor of (i, k) times a factor of (r, k), fitted by
    iterative proportional fitting [deming1940] so that each state's and each roll call's expected
    numbers of yes, abstention and no are the observed ones, absences as observed. This is the
    stochastic degree sequence model [neal2014; neal2021] with three outcomes in place of two.
    Agreement is 1 - |difference|. Given the null the roll calls are independent, so its mean and
    variance over a pair's common roll calls are exact sums; z and the one-sided p (more agreement
    than expected) use the normal approximation. `kept`: Benjamini and Hochberg at false discovery
    rate `rate` [benjamini1995].

    Cautious: a roll call's numbers may vary under the null, so that the expected agreement is a
    little high and z a little low (about -0.4 on average without any ties); a z below zero is
    therefore no test of opposition. Not cautious: a resolution repeated every year is no new
    independent vote, which makes |z| too large (see what one roll call a topic gives). Pairs share
    states, so that the rate holds only roughly.

    Returns columns a, b, n, agreement, expected (means over common roll calls), z, p, kept. A pair
    without a common roll call, or which the margins leave no freedom, has z nan, p 1, kept False.
    ValueError for other values of a vote, fewer than two states, or a rate outside (0, 1).
    """
    votes = pd.DataFrame(votes)
    if len(votes) < 2 or not 0 < rate < 1:
        raise ValueError("agreement_null needs two states or more and a rate between 0 and 1")
    planes = _planes(votes)
    chance = _fitted_chances(planes)
    first, second = np.triu_indices(len(votes), 1)
    n = (planes.sum(0) @ planes.sum(0).T)[first, second]
    distance = (_tables(planes) * DISTANCE).sum((-2, -1))[first, second]
    mean, variance = (moment[first, second] for moment in _distance_moments(chance))
    free = variance > 1e-9
    z = np.full(len(n), np.nan)
    z[free] = (mean - distance)[free] / np.sqrt(variance[free])
    p = np.where(free, stats.norm.sf(z), 1.0)
    return pd.DataFrame(
        {
            "a": votes.index[first],
            "b": votes.index[second],
            "n": n.astype(int),
            "agreement": 1 - _ratio(distance, n),
            "expected": 1 - _ratio(mean, n),
            "z": z,
            "p": p,
            "kept": free & (stats.false_discovery_control(p) <= rate),
        }
    )


def _fitted_chances(planes: np.ndarray, tolerance: float = 1e-3, steps: int = 5000) -> np.ndarray:
    """Chances (3 x states x roll calls, 0 where absent) with the margins of the observed planes.

    `tolerance`: largest difference allowed, in votes. RuntimeError if not reached in `steps`, as
    when every state's yes votes are nested in the next one's and nothing is left to chance.
    """
    present, by_state, by_call = planes.sum(0), planes.sum(2), planes.sum(1)
    state, call = by_state.copy(), by_call.copy()

    def chances() -> np.ndarray:
        chance = state[:, :, None] * call[:, None, :]
        return chance * _ratio(present, chance.sum(0), 0.0)

    for _ in range(steps):
        chance = chances()
        by_now = chance.sum(2)
        if max(abs(by_now - by_state).max(), abs(chance.sum(1) - by_call).max()) < tolerance:
            return chance
        state *= _ratio(by_state, by_now, 0.0)
        call *= _ratio(by_call, chances().sum(1), 0.0)
    raise RuntimeError(f"the margins were not reached to {tolerance} votes in {steps} steps")


def _distance_moments(chance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of the summed |difference| of independent voters, states x states."""
    tables = _tables(chance)
    mean, squares = ((tables * DISTANCE**power).sum((-2, -1)) for power in (1, 2))
    ahead = np.tensordot(DISTANCE, chance, axes=1)
    mean_squared = sum(
        (chance[k] * chance[m]) @ (ahead[k] * ahead[m]).T for k in range(3) for m in range(3)
    )
    return mean, squares - mean_squared


# Positions


def probability_between(x: Sequence, a: Sequence, b: Sequence, points: int = 2000) -> np.ndarray:
    """Probability that the first of three uncertain positions lies between the two others.

    Each of `x`, `a`, `b` is (value, low, high): the median and the 5% and 95% posterior
    quantiles, numbers or arrays of one shape (years), in scale points. Each posterior is taken as
    a normal whose halves are scaled apart so that all three quantiles are met (kin of the
    two-piece normal [wallis2014]), and the three as independent. Integrated over `points` equally
    likely values of x; no random draws. nan where a number is missing; ValueError unless
    low < value < high.

    Independence leaves out that all three are estimated from the same roll calls on one scale:
    errors that move or stretch the scale for all three do not change their order, so the true
    probability may lie nearer to 0 or 1. It also says nothing of errors shared between years.
    """
    wide = stats.norm.ppf(0.95)
    posteriors = []
    for value, low, high in (x, a, b):
        value, low, high = (np.asarray(part, dtype=float)[..., None] for part in (value, low, high))
        if ((low >= value) | (value >= high)).any():
            raise ValueError("a posterior needs low < value < high")
        posteriors.append((value, (value - low) / wide, (high - value) / wide))
    (value, left, right), *poles = posteriors
    score = stats.norm.ppf((np.arange(points) + 0.5) / points)
    at = value + np.where(score < 0, left, right) * score
    below_a, below_b = (
        stats.norm.cdf((at - value) / np.where(at < value, left, right))
        for value, left, right in poles
    )
    return (below_a * (1 - below_b) + below_b * (1 - below_a)).mean(-1)


def trend(
    years: ArrayLike,
    values: ArrayLike,
    block: int | None = None,
    draws: int = 1999,
    level: float = 0.95,
    seed: int = SEED,
) -> Estimate:
    """Theil-Sen slope per decade [sen1968] with a bootstrap interval for a series with memory.

    The residuals of the line are taken as a first-order autoregression, drawn anew and put on the
    line again [buhlmann2002]. With `block` moving blocks of so many residuals are drawn instead
    [kunsch1989]: no model, but with thirty years and a memory of 0.5 a 95% interval then holds the
    slope four times in five only; the autoregression nine times in ten, still less when the memory
    is near 1. Missing values are left out, a gap counts as one step. Unit: values per 10 years.
    ValueError for a repeated year, fewer than 8 values, or fewer than two blocks.
    """
    series = pd.Series(np.asarray(values, dtype=float), np.asarray(years, dtype=float))
    if series.index.has_duplicates:
        raise ValueError("a year occurs twice")
    series = series.dropna().sort_index()
    n, at, y = len(series), series.index.to_numpy(), series.to_numpy()
    if n < 8 or not 1 <= (block or 1) <= n / 2:
        raise ValueError(f"{n} values are too few, or block is not between 1 and half of them")
    first, second = np.triu_indices(n, 1)

    def slope(y: np.ndarray) -> np.ndarray:
        return np.median((y[..., second] - y[..., first]) / (at[second] - at[first]), axis=-1)

    line, rng = slope(y) * at, np.random.default_rng(seed)
    rest = y - line - (y - line).mean()
    if block is None:
        rest = _autoregression(rest, draws, rng)
    else:
        starts = rng.integers(0, n - block + 1, (draws, -(-n // block)))
        rest = rest[(starts[..., None] + np.arange(block)).reshape(draws, -1)[:, :n]]
    low, high = _interval(slope(line + rest), level)
    return Estimate(10 * float(slope(y)), 10 * low, 10 * high, n)


def _autoregression(rest: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Series (draws x length) with the memory and the resampled shocks of residuals of a line."""
    n, before, after = len(rest), rest[:-1], rest[1:]
    memory = float(_ratio(before @ after, before @ before, 0.0))
    # A line taken away lowers the memory found by about (2 + 4 x memory) / n.
    memory = np.clip((n * memory + 2) / (n - 4), 0, 0.95)
    shocks = after - memory * before
    shocks = (shocks - shocks.mean()) * np.sqrt((n - 1) / (n - 4))
    drawn = rng.choice(shocks, (draws, n + 100))
    return signal.lfilter([1], [1, -memory], drawn)[:, 100:]


# Shares and poles


def _shares(amounts: ArrayLike) -> np.ndarray:
    amounts = np.asarray(amounts, dtype=float)
    if amounts.ndim != 1 or not (amounts >= 0).all() or not 0 < amounts.sum() < np.inf:
        raise ValueError("one row of amounts is needed: none missing or negative, not all zero")
    return amounts / amounts.sum()


def effective_number(shares: ArrayLike, order: float = 1) -> float:
    """Hill number: how many equal parts would be as diverse as these shares [hill1973].

    Order 0 counts the parts, 1 is exp of Shannon's entropy, 2 the inverse Simpson index
    [laakso1979]. Amounts are turned into shares. From 1 to the number of parts above zero.
    """
    shares = _shares(shares)
    shares = shares[shares > 0]
    if not 0 <= order < np.inf:
        raise ValueError("order must be finite and not negative")
    if order == 1:
        return float(np.exp(-(shares * np.log(shares)).sum()))
    return float((shares**order).sum() ** (1 / (1 - order)))


def concentration(shares: ArrayLike) -> float:
    """CON: sqrt((sum of squared shares - 1/N) / (1 - 1/N)), 0 equal to 1 one holds all [ray1973].

    N counts every state given, those with nothing too. ValueError for fewer than two.
    """
    shares = _shares(shares)
    even = 1 / len(shares)
    if even == 1:
        raise ValueError("concentration needs two states or more")
    return float(np.sqrt(max((shares**2).sum() - even, 0) / (1 - even)))


def effective_poles(capability: ArrayLike, cutoff: float = 0.05) -> float:
    """Inverse Simpson index of the states that hold `cutoff` or more of the whole system.

    `capability`: one amount for every state of the system, in any unit. The shares of those above
    the cutoff are set to sum to 1 before the index is taken [laakso1979]; 0 if there are none.
    """
    shares = _shares(capability)
    poles = shares[shares >= cutoff]
    return effective_number(poles, order=2) if len(poles) else 0.0


def wilson(k: int, n: int, level: float = 0.95) -> Estimate:
    """Share k / n with Wilson's interval [wilson1927]. ValueError unless 0 <= k <= n and n > 0."""
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"no share: {k} of {n}")
    low, high = stats.binomtest(int(k), int(n)).proportion_ci(level, method="wilson")
    return Estimate(k / n, float(low), float(high), int(n))


def source_agreement(checks: pd.DataFrame) -> Estimate:
    """Share of a statement's points on which sources agree with it.

    `checks`: a row a source and point, columns point and finding (agrees, partly, disagrees,
    silent). Sources are averaged within a point first and the points afterwards, so that a
    much-cited point does not count more. "partly" counts half in the value, nothing in low and
    whole in high: the interval is the range of these codings and holds no chance. Silent sources
    are left out; n counts judgements. ValueError for another finding, or none that judges.
    """
    if unknown := sorted(set(checks["finding"]) - {"agrees", "partly", "disagrees", "silent"}):
        raise ValueError(f"unknown finding: {', '.join(map(str, unknown))}")
    judged = checks[checks["finding"] != "silent"]
    if judged.empty:
        raise ValueError("no source judges the statement")
    shares = [
        judged["finding"]
        .map({"agrees": 1.0, "partly": half, "disagrees": 0.0})
        .groupby(judged["point"])
        .mean()
        .mean()
        for half in (0.5, 0.0, 1.0)
    ]
    return Estimate(*map(float, shares), len(judged))


# Layers that share their parts


class Partition(NamedTuple):
    """Effective numbers inside the layers, of distinct layers, and of all layers together."""

    alpha: float
    beta: float
    gamma: float


def partition(layers: ArrayLike) -> Partition:
    """Diversity of layers over the same parts, split as gamma = alpha x beta [jost2007].

    `layers`: layers x parts, amounts in any unit; each layer is turned into shares and all layers
    weigh the same. alpha: exp of the mean entropy of the layers, the effective number of parts in
    a layer; gamma: that of the mean shares; beta: the effective number of distinct layers, 1 when
    all have one mix, the number of layers when no two have a part in common.
    ValueError for a missing or negative amount, an empty layer, or fewer than two layers.
    """
    layers = np.asarray(layers, dtype=float)
    if layers.ndim != 2 or len(layers) < 2:
        raise ValueError("layers x parts are needed, two layers or more")
    shares = np.array([_shares(layer) for layer in layers])
    alpha = np.exp(np.log([effective_number(layer) for layer in shares]).mean())
    gamma = effective_number(shares.mean(0))
    return Partition(float(alpha), float(gamma / alpha), gamma)


# Mixes of stories, and how well two codings agree


def miller_madow(counts: ArrayLike) -> float:
    """Effective number of parts, exp of Shannon's entropy with Miller's correction [miller1955].

    `counts`: how often each part was seen. A small sample misses parts, so that its entropy is too
    low by about (parts seen - 1) / (2 x cases); that much is added. At least 1.
    ValueError for a missing or negative count, or none above zero.
    """
    counts = np.asarray(counts, dtype=float)
    seen = effective_number(counts), (counts > 0).sum()
    return float(seen[0] * np.exp((seen[1] - 1) / (2 * counts.sum())))


def divergence(counts: ArrayLike) -> float:
    """Generalised Jensen-Shannon divergence of the mixes of several groups, in bits [lin1991].

    `counts`: groups x parts. Entropy of all groups together less the mean entropy of the groups,
    each weighed by its size: what knowing the group says about the part. 0 when all mixes are one,
    at most log2 of the number of groups. Empty groups have no weight; nan when all are empty.
    """
    counts = np.asarray(counts, dtype=float)
    if counts.ndim < 2 or not (counts >= 0).all():
        raise ValueError("groups x parts are needed, no count missing or negative")
    total = counts.sum((-2, -1))
    whole, each = _entropy(counts.sum(-2)), _entropy(counts)
    weights = _ratio(counts.sum(-1), total[..., None])
    value = np.where(total > 0, whole - (weights * each).sum(-1), np.nan)
    return value if value.ndim else float(value)


def _entropy(counts: np.ndarray) -> np.ndarray:
    """Shannon's entropy along the last axis, in bits; 0 of an empty row."""
    shares = _ratio(counts, counts.sum(-1, keepdims=True), 0.0)
    return -(shares * np.log2(np.where(shares > 0, shares, 1))).sum(-1)


class Dealt(NamedTuple):
    """A divergence, and what it would be if units were dealt to the groups anew."""

    observed: float
    ratio: Estimate
    excess: float
    p: float


def dealt_divergence(
    counts: pd.DataFrame,
    groups: Sequence,
    draws: int = 999,
    level: float = 0.95,
    seed: int = SEED,
) -> Dealt:
    """Do the mixes of groups differ by more than the units inside a group do?

    `counts`: units x parts, such as speeches x stories; `groups`: the group of each unit, such as
    its period. Null: whole units are dealt to the groups at random, group sizes kept, so that what
    is said twice in one speech does not count as two independent observations. ratio: `divergence`
    over its median under the null; its interval runs over `level` of the null, so that one wholly
    above 1 is a difference larger than dealing makes. excess: less the mean of the null, in bits,
    to compare states that speak more or less. p: share of the draws, the observed one among them,
    that reach it [phipson2010]. n counts units.
    ValueError for groups of another length, or fewer than two.
    """
    table, codes = np.asarray(counts, dtype=float), pd.factorize(np.asarray(groups))[0]
    if codes.shape != (len(table),) or codes.max(initial=0) < 1:
        raise ValueError("each unit needs a group, and there must be two groups or more")
    member = np.eye(codes.max() + 1)[codes]  # units x groups
    rng = np.random.default_rng(seed)
    orders = np.argsort(rng.random((draws, len(table))), axis=1)
    observed = divergence(member.T @ table)
    null = divergence(member[orders].transpose(0, 2, 1) @ table)
    low, high = _interval(null, level)
    ratios = _ratio(np.full(3, observed), np.array([np.median(null), high, low]))
    p = ((null >= observed * (1 - 1e-12)).sum() + 1) / (draws + 1)
    return Dealt(
        observed, Estimate(*map(float, ratios), len(table)), float(observed - null.mean()), float(p)
    )


def krippendorff_alpha(a: ArrayLike, b: ArrayLike) -> float:
    """Krippendorff's alpha of two codings of the same units, nominal [krippendorff].

    1 - observed / expected disagreement; expected from the pooled frequencies of all values, a
    unit's own pair left out. `a`, `b`: one value a unit, of any kind. nan when only one value
    occurs. Of two coders and many units it is nearly Scott's pi [scott1955].
    ValueError for unequal lengths.
    """
    a, b = np.asarray(a), np.asarray(b)
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"two codings of one length are needed, not {a.shape}, {b.shape}")
    values, counts = np.unique(np.concatenate([a, b]), return_counts=True)
    n = counts.sum()
    if len(values) < 2:
        return np.nan
    expected = (n**2 - (counts**2).sum()) / (n * (n - 1))
    return float(1 - (a != b).mean() / expected)


def stratified_ratio(
    top: ArrayLike,
    bottom: ArrayLike,
    weights: ArrayLike,
    strata: ArrayLike,
    draws: int = 1999,
    level: float = 0.95,
    seed: int = SEED,
) -> Estimate:
    """Ratio of two weighted totals from a stratified sample, such as a recall [efron1993].

    `top`, `bottom`: what each drawn unit adds to numerator and denominator (0 or 1 for a share);
    `weights`: units of the whole that it stands for; `strata`: where it was drawn. The bootstrap
    draws anew inside each stratum. nan when the denominator is zero; n counts units that add to it.
    ValueError for unequal lengths.
    """
    data = [np.asarray(array, dtype=float) for array in (top, bottom, weights)]
    codes = pd.factorize(np.asarray(strata))[0]
    if any(array.shape != codes.shape for array in data):
        raise ValueError("top, bottom, weights and strata need one length")
    sums = np.stack([data[0] * data[2], data[1] * data[2]], axis=1)
    rng, drawn = np.random.default_rng(seed), np.zeros((draws, 2))
    for stratum in range(codes.max() + 1):
        rows = sums[codes == stratum]
        times = rng.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=draws)
        drawn += times @ rows
    value = _ratio(*sums.sum(0))
    return Estimate(float(value), *_interval(_ratio(*drawn.T), level), int((data[1] > 0).sum()))


# One state among all


def _standing(
    values: pd.Series, focus: str, draws: pd.DataFrame | None, level: float, measure: Callable
) -> Estimate:
    rows = pd.Series(values, dtype=float).dropna().to_frame().T
    if not rows.columns.is_unique or focus not in rows or rows.shape[1] < 2:
        raise ValueError(f"{focus} needs one value, and another state to stand beside")
    low = high = np.nan
    if draws is not None:
        if focus not in draws:
            raise ValueError(f"{focus} is not a column of the draws")
        # Observed places only: a quantile between two of a few years would be no place at all.
        low, high = _interval(measure(draws)[focus].to_numpy(float), level, "inverted_cdf")
    return Estimate(float(measure(rows)[focus].iloc[0]), low, high, rows.shape[1])


def _ranks(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.rank(axis=1, ascending=False)


def rank(
    values: pd.Series, focus: str, draws: pd.DataFrame | None = None, level: float = 0.95
) -> Estimate:
    """Rank of state `focus`: 1 is the largest value, ties share their mean rank.

    `values`: one a state, missing states left out. `draws`: draws x states, rows that are equally
    likely (posterior draws, the years of a window); the interval holds `level` of their ranks.
    Without draws it is nan. `n` counts states. ValueError if `focus` has no value.
    """
    return _standing(values, focus, draws, level, _ranks)


def percentile(
    values: pd.Series, focus: str, draws: pd.DataFrame | None = None, level: float = 0.95
) -> Estimate:
    """Per cent (0 to 100) of the other states below `focus`, ties half; arguments as `rank`."""

    def below(rows: pd.DataFrame) -> pd.DataFrame:
        count = rows.count(axis=1)
        return _ranks(rows).rsub(count, axis=0).div(count - 1, axis=0) * 100

    return _standing(values, focus, draws, level, below)


class Residual(NamedTuple):
    """What is left of one state's outcome; see `loglog_residual`."""

    residual: Estimate
    studentised: Estimate
    percentile: Estimate
    coefficients: pd.Series
    r2: float
    residuals: pd.Series


def loglog_residual(
    frame: pd.DataFrame,
    outcome: str,
    predictors: Sequence[str],
    focus: str,
    *,
    zeros: str,
    plain: Sequence[str] = (),
    draws: int = 1999,
    level: float = 0.95,
    seed: int = SEED,
) -> Residual:
    """How far a state lies from what the other states' means predict for it, in log units.

    Least squares of log outcome on log predictors; `plain` names predictors taken as they are
    (yes or no). `frame`: a row a state, the state as index; rows with a missing value are left
    out. `zeros`: "drop" leaves states with outcome 0 out, "plus one" uses log(1 + outcome), which
    depends on the unit of the outcome. The focus is never in its own fit.

    residual: log outcome less its prediction; exp(residual) is the ratio to what is expected.
    studentised: externally, by the error of a new case [cook1982]. percentile: per cent of the
    other states whose own leave-one-out residual is smaller, ties half. The three intervals come
    from drawing the other states anew [efron1993]: they hold the uncertainty of the fit, given
    the focus; the scatter of single states is what studentised and percentile compare with. A
    state drawn twice is left out twice for its own residual.
    coefficients, r2: of the fit without the focus. residuals: leave-one-out, every state. n counts
    the other states.
    ValueError for unknown columns, a predictor not above zero, a focus without a value, predictors
    that cannot be told apart, or too few states.
    """
    predictors, plain = list(predictors), list(plain)
    if missing := {outcome, *predictors, *plain} - set(frame.columns):
        raise ValueError(f"no such column: {', '.join(sorted(missing))}")
    if zeros not in ("drop", "plus one"):
        raise ValueError('zeros must be "drop" or "plus one"')
    used = frame[[outcome, *predictors, *plain]].astype(float).dropna()
    used = used[used[outcome] > 0] if zeros == "drop" else used
    if not used.index.is_unique or focus not in used.index:
        raise ValueError(f"{focus} has no complete row of its own, or a state occurs twice")
    if (used[outcome] < 0).any() or (used[predictors] <= 0).any(axis=None):
        raise ValueError("logarithms need an outcome not below zero and predictors above zero")
    used = pd.concat([used.loc[[focus]], used.drop(focus)])
    y = np.log(used[outcome] + (zeros == "plus one")).to_numpy()
    x = pd.concat([np.log(used[predictors]), used[plain]], axis=1)
    x.insert(0, "constant", 1.0)
    size = x.shape[1]
    if np.linalg.matrix_rank(x[1:]) < size or len(used) < size + 3:
        raise ValueError("too few states, or predictors that say the same")
    coefficients = np.linalg.lstsq(x[1:], y[1:], rcond=None)[0]
    r2 = 1 - np.var(y[1:] - x[1:] @ coefficients) / np.var(y[1:])

    scaled = np.linalg.qr(x)[0]  # same fit, well conditioned in every draw
    others = len(used) - 1
    weights = np.ones((draws + 1, len(used)))  # row 0: the sample itself
    weights[1:, 1:] = np.random.default_rng(seed).multinomial(
        others, np.full(others, 1 / others), size=draws
    )
    error, room = _leave_one_out(scaled, y, weights)
    left = error / room
    spread = ((weights * error**2).sum(1) - error[:, 0] * left[:, 0]) / (others - size)
    studentised = left[:, 0] * np.sqrt(room[:, 0] / spread)
    lower = (left < left[:, :1]) + 0.5 * (left == left[:, :1])
    share = 100 * (weights * lower)[:, 1:].sum(1) / others
    estimates = (
        Estimate(float(drawn[0]), *_interval(drawn[1:], level), others)
        for drawn in (left[:, 0], studentised, share)
    )
    return Residual(
        *estimates,
        pd.Series(coefficients, x.columns),
        float(r2),
        pd.Series(left[0], used.index).reindex(frame.index).dropna(),
    )


def _leave_one_out(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Errors of weighted fits (draws x states) and 1 - leverage; their ratio leaves a state out."""
    products = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    inverse = np.linalg.pinv((w @ products).reshape(len(w), x.shape[1], -1), 1e-10, hermitian=True)
    error = y - np.einsum("dpq,dq->dp", inverse, (w * y) @ x) @ x.T
    room = 1 - w * (inverse.reshape(len(w), -1) @ products.T)
    return error, np.where(room > 1e-9, room, np.nan)


class Permutation(NamedTuple):
    """Ratio to a random group, one-sided p, and whether every group was counted."""

    ratio: Estimate
    p: float
    exact: bool


def permutation_p(
    values: pd.Series,
    group: Sequence[str],
    draws: int = 9999,
    level: float = 0.95,
    seed: int = SEED,
    statistic: Callable = lambda rows: rows.std(axis=-1, ddof=1),
) -> Permutation:
    """Is a value less spread inside a named group than in random groups of as many states?

    `values`: one a state; `group`: states among them. ratio: the group's standard deviation over
    the median of the random groups'; its interval runs over `level` of the random groups, so that
    one wholly below 1 is a group unusually close together. p: share of random groups at most as
    spread, every group counted when there are no more than `draws`, otherwise seeded draws with
    the group itself among them [phipson2010]. States near each other share more than a label:
    p speaks of the label, not of its cause. `statistic` takes groups x members.
    ValueError for an unknown or repeated state, or a group that is not a proper part.
    """
    values = pd.Series(values, dtype=float).dropna()
    group = list(group)
    if len(set(group)) != len(group) or not set(group) <= set(values.index):
        raise ValueError("the group names a state twice, or one without a value")
    n, k = len(values), len(group)
    if not 2 <= k < n:
        raise ValueError("a group has two members or more, and leaves some state out")
    exact = comb(n, k) <= draws
    if exact:
        picks = np.array(list(combinations(range(n), k)))
    else:
        chance = np.random.default_rng(seed).random((draws, n))
        picks = np.argpartition(chance, k, axis=1)[:, :k]
    own, random = float(statistic(values[group].to_numpy())), statistic(values.to_numpy()[picks])
    at_most = (random <= own * (1 + 1e-12)).sum()
    p = at_most / len(picks) if exact else (at_most + 1) / (draws + 1)
    low, high = _interval(random, level)
    ratios = _ratio(np.full(3, own), np.array([np.median(random), high, low]))
    return Permutation(Estimate(*map(float, ratios), k), float(p), exact)


# Trade by size and distance


def great_circle(lon: ArrayLike, lat: ArrayLike) -> np.ndarray:
    """Distances between places on the globe in kilometres, places x places.

    `lon`, `lat`: degrees, one a place; the earth as a ball of radius 6,371 km.
    ValueError for unequal lengths or a latitude beyond a pole.
    """
    lon, lat = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    if lon.ndim != 1 or lon.shape != lat.shape or (np.abs(lat) > np.pi / 2).any():
        raise ValueError("longitudes and latitudes of one length are needed, in degrees")
    # Haversines: exact for places that are near each other, too.
    half = [np.sin((at[:, None] - at) / 2) ** 2 for at in (lat, lon)]
    part = half[0] + np.cos(lat)[:, None] * np.cos(lat) * half[1]
    return 2 * 6371 * np.arcsin(np.sqrt(np.clip(part, 0, 1)))


def gravity_shares(weights: ArrayLike, features: ArrayLike, possible: ArrayLike) -> np.ndarray:
    """Shares of partners by gravity: proportional to exp(features @ weights), states x partners.

    `features`: states x partners x k, such as log product, log distance and a common border;
    `possible`: states x partners, false where a partner cannot be (the state itself). Each row
    sums to 1. ValueError for other shapes, or a state without a possible partner.
    """
    features, possible = np.asarray(features, float), np.asarray(possible, bool)
    if features.ndim != 3 or features.shape[:2] != possible.shape or not possible.any(1).all():
        raise ValueError("features are states x partners x k, and each state needs a partner")
    pull = features @ np.asarray(weights, float)
    pull = np.where(possible, pull, -np.inf)
    pull = np.exp(pull - pull.max(axis=1, keepdims=True))
    return pull / pull.sum(axis=1, keepdims=True)


def gravity_fit(shares: ArrayLike, features: ArrayLike, possible: ArrayLike) -> np.ndarray:
    """Weights with which `gravity_shares` comes nearest to the shares that are seen, k numbers.

    Greatest likelihood of the shares, every state counting the same: the Poisson estimator with an
    effect for each state [santossilva2006], which takes zeros as they are. The weighted means of
    the features are then those that are seen. ValueError where rows do not sum to 1 or where there
    is trade with a partner that cannot be; RuntimeError if no weights are found.
    """
    shares, features = np.asarray(shares, float), np.asarray(features, float)
    possible = np.asarray(possible, bool)
    if not np.allclose(shares.sum(axis=1), 1) or shares[~possible].any() or (shares < 0).any():
        raise ValueError("shares of possible partners are needed, a row a state, that sum to 1")

    def miss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        model = gravity_shares(weights, features, possible)
        seen = shares > 0
        slope = np.einsum("ij,ijk->k", np.where(possible, model - shares, 0), features)
        return float(-(shares[seen] * np.log(model[seen])).sum()), slope

    found = optimize.minimize(miss, np.zeros(features.shape[-1]), jac=True, method="BFGS")
    if not np.allclose(found.jac, 0, atol=1e-3):
        raise RuntimeError(f"no weights were found: {found.message}")
    return found.x


# Two-mode networks


def curveball(
    member: ArrayLike, draws: int = 5000, rounds: int = 30, seed: int = SEED
) -> np.ndarray:
    """Random two-mode networks in which each node keeps its number of ties [strona2014].

    `member`: rows x columns of 0 and 1, such as states x organisations. In a trade two rows put
    together what one has and the other has not, and deal it out anew, each as many as it gave. A
    round pairs all rows at random and lets each pair trade [carstens2018]; half as many trades as
    rows. Each draw begins at `member` and goes its own way, with the pairs of each round common to
    all draws, so that the draws are independent given these; every matrix with the same margins
    becomes equally likely as the rounds grow. About 10 trades a row are advised [neal2023], so 20
    rounds or more.

    Returns draws x rows x columns of bool. ValueError for other entries or fewer than two rows.
    """
    member = np.asarray(member)
    if member.ndim != 2 or len(member) < 2 or not np.isin(member, (0, 1)).all():
        raise ValueError("a matrix of 0 and 1 with two rows or more is needed")
    rng, rows = np.random.default_rng(seed), len(member)
    state = np.repeat(member.astype(bool)[:, :, None], draws, axis=2)
    free = np.flatnonzero(member.any(0) & ~member.all(0))
    for _ in range(rounds):
        order = rng.permutation(rows)
        first, second = order[: rows // 2], order[rows // 2 : rows // 2 * 2]
        one, other = (state[part[:, None], free] for part in (first, second))
        differ = one ^ other
        left, wanted = (part.sum(1, dtype=np.int16) for part in (differ, one & differ))
        luck = rng.random(differ.shape, dtype=np.float32)
        for column in range(len(free)):  # one by one, each set of the wanted size equally likely
            open_ = differ[:, column]
            taken = open_ & (luck[:, column] * left < wanted)
            one[:, column] = np.where(open_, taken, one[:, column])
            wanted -= taken
            left -= open_
        state[first[:, None], free] = one
        state[second[:, None], free] = np.where(differ, ~one, other)
    return np.moveaxis(state, 2, 0)


def shared_null(
    member: pd.DataFrame,
    rate: float = 0.05,
    draws: int = 5000,
    rounds: int = 30,
    level: float = 0.95,
    seed: int = SEED,
) -> pd.DataFrame:
    """Which pairs of rows share more columns than their own and the columns' numbers make likely.

    `member`: rows x columns of 0 and 1, such as states x organisations. Null: `curveball`, in
    which each state keeps its number of organisations and each organisation its number of members
    (the fixed degree sequence model [neal2021]). percentile: per cent of the draws with fewer
    shared columns, ties half; low and high hold the error of drawing so many only, Wilson's
    interval [wilson1927]. p: share of the draws, the observed one among them, with as many or more
    [phipson2010]. `kept`: Benjamini and Hochberg at false discovery rate `rate` [benjamini1995];
    pairs share rows, so that the rate holds only roughly.

    Returns columns a, b, shared, expected, percentile, low, high, p, kept, a row a pair.
    ValueError for other entries, fewer than two rows, or a rate outside (0, 1).
    """
    if not 0 < rate < 1:
        raise ValueError("the rate must lie between 0 and 1")
    member = pd.DataFrame(member)
    first, second = np.triu_indices(len(member), 1)
    drawn = curveball(member, draws, rounds, seed).astype(np.float32)
    null = (drawn @ drawn.transpose(0, 2, 1))[:, first, second]
    own = member.to_numpy(float)
    seen = (own @ own.T)[first, second]
    below = ((null < seen).sum(0) + (null <= seen).sum(0)) / 2
    share, wide = below / draws, stats.norm.ppf((1 + level) / 2) ** 2 / draws
    middle = (share + wide / 2) / (1 + wide)
    half = np.sqrt(wide * (share * (1 - share) + wide / 4)) / (1 + wide)
    p = ((null >= seen).sum(0) + 1) / (draws + 1)
    return pd.DataFrame(
        {
            "a": member.index[first],
            "b": member.index[second],
            "shared": seen.astype(int),
            "expected": null.mean(0, dtype=float),
            "percentile": 100 * share,
            "low": 100 * np.maximum(middle - half, 0),
            "high": 100 * np.minimum(middle + half, 1),
            "p": p,
            "kept": stats.false_discovery_control(p) <= rate,
        }
    )


# Events and the parties that share them


def shared_weights(rows: pd.DataFrame, unit: str, part: str) -> pd.DataFrame:
    """Units x parts: every unit weighs 1, shared equally among its distinct parts.

    `rows`: a row a unit and part, such as event and vector; a pair that comes twice counts once.
    Units and parts are sorted. ValueError for a missing name or no row.
    """
    pairs = rows[[unit, part]].drop_duplicates()
    if pairs.empty or pairs.isna().any(axis=None):
        raise ValueError("every row needs a unit and a part")
    member = pd.crosstab(pairs[unit], pairs[part]).astype(float)
    return member.div(member.sum(axis=1), axis=0)


def smallest_number(
    weights: pd.DataFrame,
    groups: Sequence,
    draws: int = 1999,
    level: float = 0.95,
    seed: int = SEED,
) -> Estimate:
    """Effective number of parts in the group where it is smallest, `miller_madow` [miller1955].

    `weights`: units x parts, such as `shared_weights`; `groups`: the group of each unit, such as
    its period. The units of every group are drawn anew and the smallest is taken in every draw,
    whichever group it then is [efron1993]: drawing anew loses parts, and the smallest of several
    is low by luck, so that the interval leans down. n counts the units of the smallest group.
    ValueError for groups of another length.
    """
    table, codes = np.asarray(weights, dtype=float), pd.factorize(np.asarray(groups))[0]
    if codes.shape != (len(table),):
        raise ValueError("each unit needs a group")
    parts = [table[codes == code] for code in range(codes.max() + 1)]
    seen = [miller_madow(rows.sum(0)) for rows in parts]
    rng = np.random.default_rng(seed)
    drawn = [
        min(miller_madow(rows[rng.integers(len(rows), size=len(rows))].sum(0)) for rows in parts)
        for _ in range(draws)
    ]
    return Estimate(min(seen), *_interval(np.array(drawn), level), len(parts[np.argmin(seen)]))


class Information(NamedTuple):
    """Mutual information in bits, its ratio to what dealing anew gives, and a one-sided p."""

    observed: float
    ratio: Estimate
    p: float


def dealt_information(
    weights: pd.DataFrame,
    labels: Sequence,
    strata: Sequence | None = None,
    draws: int = 1999,
    level: float = 0.95,
    seed: int = SEED,
) -> Information:
    """What the label of a unit says about its parts, beside what it says when they are dealt anew.

    `weights`: units x parts, such as `shared_weights`; `labels`: one a unit, such as the domain of
    an event. The information is the `divergence` of the mixes of the labels [lin1991]. Null: whole
    rows are dealt over the units, with `strata` only among units of one stratum. ratio: to the mean
    of the null; its interval runs over `level` of the null, so that one wholly above 1 is more than
    dealing makes; it grows with the number of units, so that lists of unlike length do not
    compare. p: share of draws, the observed one among them, that reach it [phipson2010]. n counts
    units. ValueError for labels or strata of another length, or fewer than two labels.
    """
    table, codes = np.asarray(weights, dtype=float), pd.factorize(np.asarray(labels))[0]
    strata = np.zeros(len(table)) if strata is None else np.asarray(strata)
    if codes.shape != strata.shape or codes.shape != (len(table),) or codes.max(initial=0) < 1:
        raise ValueError("each unit needs a label and a stratum, and there must be two labels")
    member, layers = np.eye(codes.max() + 1)[codes], pd.factorize(strata)[0]
    start = np.argsort(layers, kind="stable")
    orders = np.empty((draws, len(table)), dtype=int)
    shuffled = np.random.default_rng(seed).random((draws, len(table)))
    orders[:, start] = np.lexsort((shuffled, np.broadcast_to(layers, shuffled.shape)), axis=1)
    observed = float(divergence(member.T @ table))
    null = divergence(member.T[None] @ table[orders])
    ends = np.array([null.mean(), *_interval(null, level)[::-1]])
    ratios = _ratio(np.full(3, observed), ends)
    p = ((null >= observed * (1 - 1e-12)).sum() + 1) / (draws + 1)
    return Information(observed, Estimate(*map(float, ratios), len(table)), float(p))


class Change(NamedTuple):
    """Change of a residual, its percentile among all states, and the change of every state."""

    change: Estimate
    percentile: Estimate
    changes: pd.Series


def residual_change(
    before: pd.DataFrame,
    after: pd.DataFrame,
    outcome: str,
    predictors: Sequence[str],
    focus: str,
    *,
    zeros: str = "drop",
    draws: int = 1999,
    level: float = 0.95,
    seed: int = SEED,
) -> Change:
    """How far a state's residual moved from one period to the next, beside all other states.

    Each period has its own fit, as in `loglog_residual`, of the states that are complete in both;
    with zeros="drop" a state with outcome 0 in one of them is left out, with "plus one"
    log(1 + outcome) is taken. The residuals leave out the state itself, those of the others are of
    fits without the focus. percentile: per cent of the other states whose residual grew less, ties
    half. The intervals come from drawing the other states anew, the same in both periods
    [efron1993]. n counts the other states. ValueError for other `zeros`, a focus that is not
    complete, or too few states.
    """
    if zeros not in ("drop", "plus one"):
        raise ValueError('zeros must be "drop" or "plus one"')
    columns = [outcome, *predictors]
    both = [frame[columns].astype(float).dropna() for frame in (before, after)]
    both = [frame[frame[outcome] > 0] if zeros == "drop" else frame for frame in both]
    names = sorted(set(both[0].index) & set(both[1].index) - {focus})
    if any(focus not in frame.index for frame in both) or len(names) < len(columns) + 3:
        raise ValueError(f"{focus} is not complete in both periods, or there are too few states")
    others, size = len(names), len(names) + 1
    weights = np.ones((draws + 1, size))
    weights[1:, 1:] = np.random.default_rng(seed).multinomial(
        others, np.full(others, 1 / others), size=draws
    )
    weights[:, 0] = 0  # the focus is in no fit
    left = []
    for frame in both:
        used = frame.loc[[focus, *names]]
        x = np.column_stack([np.ones(size), np.log(used[list(predictors)])])
        y = np.log(used[outcome] + (zeros == "plus one")).to_numpy()
        error, room = _leave_one_out(np.linalg.qr(x)[0], y, weights)
        left.append(error / room)
    moved = left[1] - left[0]
    lower = (moved < moved[:, :1]) + 0.5 * (moved == moved[:, :1])
    share = 100 * (weights * lower)[:, 1:].sum(1) / others
    change, percent = (
        Estimate(float(drawn[0]), *_interval(drawn[1:], level), others)
        for drawn in (moved[:, 0], share)
    )
    return Change(change, percent, pd.Series(moved[0], [focus, *names]))


# Signs and balance


def kappas(votes: pd.DataFrame) -> pd.DataFrame:
    """`weighted_kappa` of every pair of states [cohen1968], states x states.

    `votes`: roll calls x states. nan where two states share no roll call, or both cast one and the
    same vote throughout; so on the diagonal of a state that never varies, which else is 1.
    ValueError for another value of a vote.
    """
    table = _chance_corrected(_tables(_planes(votes.T)), pooled=False)
    return pd.DataFrame(table, votes.columns, votes.columns)


def kappa_draws(
    votes: pd.DataFrame,
    others: Sequence[str],
    clusters: ArrayLike | None = None,
    draws: int = 499,
    seed: int = SEED,
) -> np.ndarray:
    """Kappas of every state with some `others`, roll calls drawn anew: draws x states x others.

    `votes`: roll calls x states; `others`: columns among them. The same draw serves all pairs, so
    that what hangs on several pairs, such as a triangle, can be read off each draw [efron1993].
    `clusters` names what is drawn together, as in `bootstrap`. ValueError for clusters of another
    length, or an unknown state.
    """
    if unknown := sorted(set(others) - set(votes.columns)):
        raise ValueError(f"no column for {', '.join(map(str, unknown))}")
    n = len(votes)
    labels = np.arange(n)
    if clusters is not None:
        if len(clusters) != n:
            raise ValueError("clusters must have one label a roll call")
        codes, names = pd.factorize(np.asarray(clusters, dtype=object))
        labels = pd.factorize(np.where(codes < 0, len(names) + labels, codes))[0]
    size = int(labels.max()) + 1
    rng = np.random.default_rng(seed)
    times = rng.multinomial(size, np.full(size, 1 / size), size=draws)[:, labels]
    planes = _planes(votes.T)  # answers x states x roll calls
    second = planes[:, votes.columns.get_indexer(list(others))]
    joint = np.einsum("isr,jor->rsoij", planes, second).reshape(n, -1)
    tables = (times @ joint).reshape(draws, votes.shape[1], len(others), 3, 3)
    return _chance_corrected(tables, pooled=False)


def signs(kappa: ArrayLike, positive: float = 0.2, negative: float = 0.0) -> np.ndarray:
    """Sign of each tie: 1 from `positive` upwards, -1 below `negative`, else 0; nan stays nan.

    Any shape. The bounds are a choice of the book and no law. ValueError if they overlap.
    """
    if negative > positive:
        raise ValueError(f"a kappa of {positive} would be positive and negative")
    kappa = np.asarray(kappa, dtype=float)
    sign = np.where(kappa >= positive, 1.0, np.where(kappa < negative, -1.0, 0.0))
    return np.where(np.isnan(kappa), np.nan, sign)


def triad_sides(signs: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """All triads of a signed network: their members, and the signs of their three sides.

    `signs`: ... x states x states, symmetric. Members: triads x 3, numbers i < j < k of states.
    Sides: ... x triads x 3 in the order ij, ik, jk. A triad is balanced when the product of its
    sides is 1 and unbalanced when it is -1 [cartwright1956]; with a 0 it is neither. ValueError
    unless the last two axes are alike and hold three states or more.
    """
    signs = np.asarray(signs, dtype=float)
    if signs.ndim < 2 or signs.shape[-1] != signs.shape[-2] or signs.shape[-1] < 3:
        raise ValueError("signs must be states x states, of three states or more")
    members = np.array(list(combinations(range(signs.shape[-1]), 3)))
    i, j, k = members.T
    return members, np.stack([signs[..., i, j], signs[..., i, k], signs[..., j, k]], axis=-1)


def sign_chances(signs: ArrayLike, tolerance: float = 0.01, steps: int = 5000) -> np.ndarray:
    """Chance that each tie is positive, given only how many positive ties each state has.

    Null model: the places of the ties with a sign (1 or -1) are kept, and so is each state's
    expected number of positive ones; the chance is x_i x_j / (1 + x_i x_j) [squartini2011], with x
    found by going back and forth. `signs`: states x states, symmetric; 0 and nan are no tie and
    have chance 0. A state with only positive or only negative ties keeps them, nearly or wholly.
    `tolerance`: largest difference allowed, in ties; RuntimeError if not reached in `steps`.
    """
    table = np.nan_to_num(np.asarray(signs, dtype=float))
    there = (table != 0).astype(float)
    np.fill_diagonal(there, 0)
    good = ((table > 0) * there).sum(1)
    bad = there.sum(1) - good
    x = np.sqrt(_ratio(good, np.maximum(bad, 0.5), 0.0))
    for _ in range(steps):
        odds = np.outer(x, x)
        chance = there * odds / (1 + odds)
        if abs(chance.sum(1) - good).max() < tolerance:
            return chance
        x = _ratio(good, (there * x / (1 + odds)).sum(1), 0.0)
    raise RuntimeError(f"the numbers of positive ties were not reached in {steps} steps")


class Frustration(NamedTuple):
    """Fewest ties against the best split, the ties there are, and the camp (0, 1) of each state."""

    index: int
    ties: int
    camps: np.ndarray


def frustration(signs: ArrayLike) -> Frustration:
    """Line index of balance: the fewest ties whose sign must change to make a network balanced.

    `signs`: states x states, 1, -1, or 0 and nan for no tie; symmetric, the diagonal is not read.
    A network is balanced when its states split into two camps, friends inside and opponents across
    [cartwright1956]. Exact, as a programme in whole numbers [aref2019]: camps are 0 or 1, and a tie
    costs 1 when it is positive across or negative inside. The best split need not be the only one.
    Seconds for fifty states. ValueError for another value or a table that is not symmetric;
    RuntimeError when no optimum is proven.
    """
    table = np.nan_to_num(np.asarray(signs, dtype=float))
    first, second = np.triu_indices(len(table), 1)
    sign = table[first, second]
    if not np.isin(sign, (-1, 0, 1)).all() or (sign != table[second, first]).any():
        raise ValueError("signs are 1, -1, 0 or nan, and the same both ways")
    first, second, sign = (part[sign != 0] for part in (first, second, sign))
    states, ties = len(table), len(sign)
    if not ties:
        return Frustration(0, 0, np.zeros(states, dtype=int))
    # A tie's cost is at least d and at least -d, where d is the difference of the camps for a
    # positive tie and 1 less their sum for a negative one.
    row, one = np.arange(ties), np.ones(ties)
    camp = sparse.coo_array(
        (np.r_[one, -sign], (np.r_[row, row], np.r_[first, second])), shape=(ties, states)
    )
    cost = sparse.eye_array(ties)
    rows = sparse.vstack([sparse.hstack([camp, cost]), sparse.hstack([-camp, cost])])
    offset = (sign < 0).astype(float)
    # The two camps may be swapped, so the state with most ties is put into camp 0.
    upper = np.ones(states + ties)
    upper[np.bincount(np.r_[first, second], minlength=states).argmax()] = 0
    found = optimize.milp(
        np.r_[np.zeros(states), one],
        constraints=optimize.LinearConstraint(rows.tocsr(), np.r_[offset, -offset]),
        integrality=np.r_[np.ones(states), np.zeros(ties)],
        bounds=optimize.Bounds(0, upper),
    )
    if found.status != 0:
        raise RuntimeError(f"no optimum: {found.message}")
    return Frustration(round(found.fun), ties, found.x[:states].round().astype(int))


# Brokerage

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


def brokerage(graph: nx.DiGraph, groups: dict, shared: bool = False) -> pd.DataFrame:
    """How often each node stands between two others, by role [gould1989]: nodes x ROLES.

    A broker b of (a, c) has ties a to b and b to c, and there is no tie a to c; a and c differ, and
    ties of a node with itself do not count. The role follows from `groups`, node -> group:
    coordinator, all three in one; itinerant, a and c in one, b in another; representative, a and
    b in one, c in another; gatekeeper, b and c in one, a in another; liaison, three groups.
    Pairs are ordered: who carries messages both ways is counted twice. `shared`: each of k
    brokers of one pair counts 1 / k, what would be missing if the pair chose among them.
    ValueError for an undirected graph or a node without a group.
    """
    if not graph.is_directed():
        raise ValueError("brokerage needs a directed graph")
    if lost := sorted(str(node) for node in graph if node not in groups):
        raise ValueError(f"no group for {', '.join(lost)}")
    counts = pd.DataFrame(0.0, index=list(graph), columns=list(ROLES))
    for a, c in permutations(graph, 2):
        if graph.has_edge(a, c):
            continue
        between = [b for b in graph.successors(a) if b not in (a, c) and graph.has_edge(b, c)]
        for b in between:
            counts.loc[b, _role(groups[a], groups[b], groups[c])] += (
                1 / len(between) if shared else 1
            )
    return counts


def _role(a: object, b: object, c: object) -> str:
    """The role of a broker in group b between group a and group c."""
    if a == c:
        return "coordinator" if a == b else "itinerant"
    return "representative" if a == b else "gatekeeper" if b == c else "liaison"

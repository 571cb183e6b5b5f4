"""Table `roll_calls`: what the General Assembly voted on by roll call, 1992 to 2025.

    python data/recipes/roll_calls.py ROLL_CALLS_1992_2019.csv ROLL_CALLS_2020_2025.csv

Both files are matrices with a row a roll call and a column a state (Y, A, N, empty for absent, ?
for unknown). The first is Voeten's voting data as in the R package unvotes 0.3.0 (rcid, session,
date, importantvote, unres, short, issues, then ISO 3166 alpha-2); the second joins records of the
UN Digital Library with Voeten's release of 2024 (date, session, resolution, title, source, yes,
no, abstain, f_me, f_nu, f_hr, then ISO 3166 alpha-3). Run on both matrices whole.

Dropped as doubled: a symbol of the first file met again in the second; one and the same symbol
with the same vote of every state; a draft beside its resolution; a summary beside its parts.
"""

import re
import unicodedata

import common
import pandas as pd

FIRST = ["rcid", "session", "date", "importantvote", "unres", "short", "issues"]
SECOND = ["date", "session", "resolution", "title", "source", "yes", "no", "abstain",
          "f_me", "f_nu", "f_hr"]
SAME_AS = {"A/76/L.14": "A/RES/76/10", "A/RES/75/254A-C": "A/RES/75/254[A]"}
TALLIES = {"yes": "Y", "no": "N", "abstain": "A"}


def topic(title: str) -> str:
    """Key of a resolution that comes back: the title up to " : ", lower case, hyphens for gaps."""
    plain = unicodedata.normalize("NFKD", title.split(" : ")[0].replace("[...]", "")).lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode()))[:100]


def matrices(first, second) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The roll calls, and their matrix of votes with a column a state; both by roll-call id."""
    old = common.read(first, FIRST)
    new = common.read(second, SECOND)
    listed = common.states()
    old = old.rename(columns=dict(zip(listed["iso2"], listed["iso3"], strict=True)))
    old["roll_call"] = "V" + old["rcid"]
    old["symbol"] = old["unres"].str.replace(r"^R/", "A/RES/", regex=True)
    old["title"], old["source"] = old["short"], "voeten2020"
    # Sessions 46 to 57: the day printed runs from 2 to 7 and is no day of the month.
    month = (old["session"].astype(int) <= 57) & (old["rcid"].astype(int) < 5545)
    old["date_precision"] = month.map({True: "month", False: "day"})
    old["date"] = old["date"].mask(month, old["date"].str[:8] + "01")
    votes = old.drop(columns=[*FIRST, "symbol", "title", "source", "date_precision"])
    for name, vote in TALLIES.items():
        old[name] = (votes == vote).sum(axis=1)

    voeten = new["source"].str.startswith("Voeten")
    new["symbol"] = new["resolution"].str.replace(" ", "").mask(voeten, "")
    new["roll_call"] = new["symbol"].str.replace(r"[^A-Za-z0-9]+", "-", regex=True).str.strip("-")
    new["roll_call"] = new["roll_call"].mask(voeten, "V" + new["resolution"].str[5:])
    new["source"] = voeten.map({True: "voeten2024", False: "undl"})
    new["date_precision"] = "day"
    new["issues"] = [";".join(code for code in ("hr", "me", "nu") if row[f"f_{code}"] == "1")
                     for _, row in new.iterrows()]
    new = new[~new["symbol"].isin(set(old["symbol"]) - {""}) & ~new["symbol"].isin(SAME_AS)]

    calls = pd.concat([old, new], ignore_index=True)
    states = sorted((set(old.columns) | set(new.columns)) & set(listed["iso3"]))
    calls[states] = calls[states].fillna("")
    same = calls[calls["symbol"] != ""].duplicated(["symbol", *states])
    calls = calls.drop(index=same.index[same])
    calls["topic"] = calls["title"].map(topic)
    calls = calls.set_index("roll_call")
    return calls, calls[states]


def build(first, second) -> pd.DataFrame:
    """One row a roll call."""
    calls, _ = matrices(first, second)
    return calls.reset_index()[["roll_call", "date", "date_precision", "session", "symbol", "title",
                                "issues", "yes", "no", "abstain", "source", "topic"]]


if __name__ == "__main__":
    common.run(build, "roll_calls", ["roll_call"], ["first", "second"], __doc__)

#!/usr/bin/env python3
"""What a bureau would write instead: the same job over an inbox from `jixiao demo`, in Python.

Every project's form, ledger and survey is read, its indicators are scored, its payments summed and looked through, its
survey counted, and a workbook with the ranking, the low execution rates, the departments and the months is written.

usage: peer.py {openpyxl|calamine} INBOX OUT.xlsx [PROCESSES]      pip install openpyxl python-calamine pandas xlsxwriter numpy
"""
import datetime
import glob
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np


def rows_openpyxl(path):
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return rows


def rows_calamine(path):
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


READERS = {"openpyxl": rows_openpyxl, "calamine": rows_calamine}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
SCALE = {"非常满意": 5, "满意": 4, "一般": 3, "不满意": 2, "非常不满意": 1}


def number(value):
    if isinstance(value, (int, float)):
        return float(value)
    found = NUMBER.search(str(value or "").replace(",", ""))
    return float(found.group()) if found else None


def text(value):
    return "" if value is None else str(value).strip()


def column(headings, *words):
    """The first column whose heading has one of the words."""
    return next((at for at, heading in enumerate(headings) if any(word in heading for word in words)), None)


def share_of(target, actual, claimed, weight):
    asked, reached = number(target), number(actual)
    if asked is None:
        if text(actual) in (text(target), "达成预期指标"):
            return 1.0
        return min(1.0, (claimed or 0) / weight) if weight else 0.0
    if reached is None:
        return 0.0
    if target.startswith("≤"):
        return 1.0 if reached <= asked else 0.0
    return max(0.0, min(1.0, reached / asked)) if asked else 1.0


def read_form(rows, project):
    unit, headings, points = 1.0, None, 0.0
    for row in rows:
        cells = [text(cell) for cell in row]
        for at, cell in enumerate(cells[:-1]):
            if cell in ("项目名称", "主管部门", "项目编码"):
                key = {"项目名称": "name", "主管部门": "department", "项目编码": "code"}[cell]
                project.setdefault(key, next((later for later in cells[at + 1 :] if later), ""))
        if cells[0].startswith("项目资金"):
            unit = 10000.0 if "万元" in cells[0] else 1.0
        elif "年度资金总额" in cells:
            at = cells.index("年度资金总额")
            project["budget"] = (number(row[at + 2]) or 0) * unit
            project["reported"] = (number(row[at + 3]) or 0) * unit
        elif "三级指标" in cells:
            headings = cells
        elif headings and cells[0]:
            headings = None
        elif headings:
            name, target = column(headings, "三级指标"), column(headings, "指标值", "目标值")
            actual, weight = column(headings, "实际完成值", "完成值"), column(headings, "分值", "权重")
            claimed = column(headings, "得分")
            full = number(row[weight]) or 0
            if cells[name]:
                share = share_of(cells[target], cells[actual], number(row[claimed]), full)
                points += round(full * share + 1e-9, 2)
    rate = project["reported"] / project["budget"] if project.get("budget") else None
    project["rate"] = rate
    project["points"] = round(points + (10 * min(1, rate) if rate else 0), 2)


def month_of(value):
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.month
    found = re.match(r"\d{4}\D?(\d{1,2})", text(value))
    return int(found.group(1)) if found else 0


def read_ledger(rows, project):
    headings, unit = None, 1.0
    total, months, seen, twice, payees = 0.0, [0.0] * 13, set(), 0, {}
    for row in rows:
        cells = [text(cell) for cell in row]
        joined = "".join(cells)
        if "单位：万元" in joined or headings is None and "（万元）" in joined:
            unit = 10000.0
        if headings is None:
            if column(cells, "收款") is not None:
                headings = cells
                date, payee = column(cells, "日期", "时间", "月"), column(cells, "收款")
                amount = column(cells, "金额")
            continue
        if "合计" in joined or amount is None or not isinstance(row[amount], (int, float)) and number(row[amount]) is None:
            continue
        paid = number(row[amount]) * unit
        month = month_of(row[date]) if date is not None else 0
        total += paid
        months[month if 0 <= month <= 12 else 0] += paid
        key = (text(row[date]) if date is not None else "", cells[payee], paid)
        twice += key in seen
        seen.add(key)
        payees[cells[payee]] = payees.get(cells[payee], 0) + paid
    project["paid"], project["months"], project["twice"] = total, months[1:], twice
    project["december"] = months[12] / total if total else 0
    project["largest"] = max(payees.values(), default=0) / total if total else 0


def read_survey(rows, project):
    head = next((at for at, row in enumerate(rows) if sum(bool(re.match(r"\d+、", text(cell))) for cell in row) > 1), None)
    asked = [at for at, heading in enumerate(rows[head]) if "满意" in text(heading)] if head is not None else []
    if not asked:
        return
    codes = np.array([[SCALE.get(text(row[at]), np.nan) for at in asked] for row in rows[head + 1 :]], float)
    codes = codes[~np.isnan(codes).any(axis=1)]
    project["answers"] = len(codes)
    if len(codes) > 1:
        items, spread = codes.shape[1], codes.sum(1).var(ddof=1)
        project["satisfied"] = float((codes[:, -1] >= 4).mean())
        if spread and items > 1:
            project["alpha"] = float(items / (items - 1) * (1 - codes.var(axis=0, ddof=1).sum() / spread))


def one(task):
    folder, reader = task
    project = {}
    for path in sorted(glob.glob(folder + "/*.xlsx")):
        rows = READERS[reader](path)
        flat = "".join(text(cell) for row in rows[:14] for cell in row)
        if "年度资金总额" in flat:
            read_form(rows, project)
        elif "收款" in flat:
            read_ledger(rows, project)
        else:
            read_survey(rows, project)
    return project


def main():
    import pandas as pd

    reader, inbox, out = sys.argv[1:4]
    processes = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    tasks = [(folder.rstrip("/"), reader) for folder in sorted(glob.glob(inbox + "/*/"))]
    if processes == 1:
        projects = [one(task) for task in tasks]
    else:
        with ProcessPoolExecutor(processes) as pool:
            projects = list(pool.map(one, tasks, chunksize=16))
    frame = pd.DataFrame(projects).sort_values(["points", "rate"], ascending=False)
    frame["rank"] = frame["points"].rank(ascending=False, method="min").astype(int)
    frame["grade"] = pd.cut(frame["points"], [-1, 60, 80, 90, 101], labels=["差", "中", "良", "优"], right=False)
    departments = frame.groupby("department").agg(
        projects=("name", "size"), budget=("budget", "sum"), reported=("reported", "sum"), points=("points", "mean")
    )
    departments["rate"] = departments.reported / departments.budget
    with pd.ExcelWriter(out, engine="xlsxwriter") as writer:
        frame.drop(columns=["months"]).to_excel(writer, sheet_name="项目排名", index=False)
        frame[frame.rate < 0.8].drop(columns=["months"]).to_excel(writer, sheet_name="低执行率", index=False)
        departments.to_excel(writer, sheet_name="部门汇总")
        pd.DataFrame([project.get("months", []) for project in projects]).to_excel(writer, sheet_name="拨付进度", index=False)
    print(len(projects), "projects, mean", round(frame.points.mean(), 3))


main()

"""Edits cells of a spreadsheet in LibreOffice, as a person would.

usage: edit.py SOFFICE IN OUT FILTER SHEET CELL=TEXT...
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def prop(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("soffice did not answer")


def main():
    soffice, source, target, filter_name, sheet, *edits = sys.argv[1:]
    pipe = f"vsconvert{os.getpid()}"
    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen([
            soffice, "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;",
            "-env:UserInstallation=" + pathlib.Path(profile).as_uri(),
        ])
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            loading = (prop("Hidden", True),)
            if source.endswith(".csv"):
                loading += (prop("FilterName", "Text - txt - csv (StarCalc)"), prop("FilterOptions", "44,34,76,1"))
            document = desktop.loadComponentFromURL(pathlib.Path(source).absolute().as_uri(), "_blank", 0, loading)
            cells = document.Sheets.getByIndex(0) if sheet == "" else document.Sheets.getByName(sheet)
            for edit in edits:
                cell, _, text = edit.partition("=")
                cells.getCellRangeByName(cell).setString(text)
            saving = (prop("FilterName", filter_name),)
            if target.endswith(".csv"):
                saving += (prop("FilterOptions", "44,34,76,1"),)
            document.storeToURL(pathlib.Path(target).absolute().as_uri(), saving)
            document.close(True)
            try:
                desktop.terminate()
            except Exception:
                pass
        finally:
            office.terminate()
            office.wait()


main()

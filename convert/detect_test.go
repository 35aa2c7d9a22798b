package convert_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
)

func TestDetect(t *testing.T) {
	event := "001  AX       V     C        00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00\n"
	cases := []struct{ name, head, want string }{
		{"a.vtt", "", "vtt"},
		{"A.SRT", "WEBVTT", "srt"},
		{"a.json", "[]", "json"},
		{"a.ttml", "", "ttml"},
		{"a.dfxp", "", "ttml"},
		{"a.xlsx", "", "xlsx"},
		{"a.fcpxml", "", "fcpxml"},
		{"a.tsv", "", "tsv"},
		{"", `{"status":"done"}`, "results"},
		{"", "\ufeff\n [1]", "results"},
		{"a.txt", "WEBVTT\n", "vtt"},
		{"a.txt", "1\n00:00:01,000 --> 00:00:02,000\nx\n", "srt"},
		{"a.xml", "<?xml version='1.0'?>\n<!-- <xmeml> -->\n<tt:tt xmlns:tt='http://www.w3.org/ns/ttml'/>", "ttml"},
		{"a.xml", "<?xml version='1.0'?><!DOCTYPE xmeml>\n<xmeml version='5'>", "premiere"},
		{"a.xml", "<fcpxml version='1.10'>", "fcpxml"},
		{"", "PK\x03\x04", "xlsx"},
		{"a.edl", "TITLE: x\n\n" + event, "edl"},
		{"a.edl", "", "edl"},
		{"a.edl", "TITLE: x\n\n" + event + " |C:ResolveColorBlue |M:AD 1 |D:48\n", "resolve"},
		{"a.edl", "TITLE: x\n\n" + event + "* LOC: 01:00:05:00 BLUE    She sits\n", "locators"},
		{"a.txt", event, "edl"},
		{"a.txt", "001 AX V C 00:00:05:00 00:00:07:00 00:00:05:00\n00:00:07:00\n", "edl"},
		{"a.txt", "Describer\t01:00:05:00\tV1\tblue\tShe sits.\t48\n", "avid"},
		{"a.txt", "Describer\t01:00:05:00\tV1\tblue\tDoor --> hall, 00:00:01,000 --> 00:00:02,000\t48\n", "avid"},
		{"", "Start,End,Text\n00:00:01.000,00:00:02.000,left --> right\n", "csv"},
		{"", "00:01.5-->00:02\nx\n", "srt"},
		{"a.txt", "SESSION NAME:\tx\n", "protools"},
		{"a.csv", "Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type\n", "premiere"},
		{"a.csv", "ID,Start,End,Description\n", "csv"},
		{"a.csv", "", "csv"},
		{"", "Start;End;Text\n", "csv"},
		{"", "sep=;\nStart;End;Text\n", "csv"},
		{"", "Start\tEnd\tText\n", "tsv"},
		{"a.html", `<!doctype html><html><meta name="generator" content="vsconvert review page 1">`, "html"},
		{"a.html", "WEBVTT\n", "vtt"},
		{"a.ass", "", "ass"},
		{"a.SSA", "", "ass"},
		{"", "\ufeff[Script Info]\nTitle: x\n", "ass"},
		{"a.stl", "", "stl"},
		{"", "850STL25.01000", "stl"},
		{"", "\xff\xfeW\x00E\x00B\x00V\x00T\x00T\x00\n\x00", "vtt"},
	}
	for _, c := range cases {
		f, err := convert.Detect(c.name, []byte(c.head))
		require.NoError(t, err, "%q %q", c.name, c.head)
		require.Equal(t, c.want, f.Name, "%q %q", c.name, c.head)
	}
}

func TestDetectSaysWhatItSaw(t *testing.T) {
	for _, c := range []struct{ name, head, want string }{
		{"a.docx", "PKX", ".docx files cannot be read"},
		{"film.mp4", "\x00\x00ftyp", "not media"},
		{"a", "<!DOCTYPE html><html>", "web page"},
		{"a.html", "<!DOCTYPE html><html>", "web page"},
		{"a.html", `<!DOCTYPE html><html><meta name="generator" content="vsconvert transcript">`, "only written"},
		{"a.md", "# Descriptive transcript", ".md files are only written"},
		{"a", "hello there", `begins with "hello there"`},
		{"a", "\x00\x01", "binary"},
	} {
		_, err := convert.Detect(c.name, []byte(c.head))
		require.ErrorIs(t, err, script.ErrValue)
		require.ErrorContains(t, err, c.want)
	}
}

func TestDetectEmpty(t *testing.T) {
	for _, name := range []string{"", "a", "a.txt", "a.docx", "a.html"} {
		_, err := convert.Detect(name, []byte(" \n"))
		require.ErrorIs(t, err, script.ErrEmpty)
	}
}

func TestByExtension(t *testing.T) {
	for name, want := range map[string]string{"x.vtt": "vtt", "x.edl": "edl", "x.csv": "csv", "x.json": "json", "x.ttml": "ttml", "x.dfxp": "ttml", "x.xml": "premiere", "x.html": "html", "x.HTM": "html",
		"x.dapt.ttml": "dapt", "X.EBU-TT-D.TTML": "ebu-tt-d", "x.imsc.dfxp": "imsc", "dapt.ttml": "ttml", "x.adr.csv": "csv"} {
		f, ok := convert.ByExtension(name)
		require.True(t, ok, name)
		require.Equal(t, want, f.Name)
	}
	for _, name := range []string{"x", "x.txt", "x.unknown", ""} {
		_, ok := convert.ByExtension(name)
		require.False(t, ok, name)
	}
}

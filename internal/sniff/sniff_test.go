package sniff_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/sniff"
)

func TestText(t *testing.T) {
	event := "001  AX       V     C        00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00\n"
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"hello there", ""},
		{"\ufeff WEBVTT", "vtt"},
		{"1\n00:00:01.000 --> 00:00:02.000\nx", "srt"},
		{"00:01.5-->00:02\rx", "srt"},
		{"[door slams]\n\n1\n00:00:01,000 --> 00:00:02,000\nx\n", "srt"},
		{"[1] First\n\n00:00:01,000 --> 00:00:02,000\nx\n", "srt"},
		{"{\\an8}a\n00:00:01,000 --> 00:00:02,000\nx\n", "srt"},
		{"[door slams]", ""},
		{"{", "json"}, {"{}", "json"}, {"[ ]", "json"}, {`[ {"a":1}]`, "json"}, {`{"a":1}`, "json"}, {"[\"a\"]", "json"}, {"[1]", "json"}, {"{a:1}", "json"},
		{"{\\an8}", ""},
		{"title: x\n", "edl"}, {"fcm: drop frame\n", "edl"}, {event, "edl"}, {"Exported by hand\n\n" + event, "edl"},
		{"00:00:01:00\t00:00:02:00\t00:00:01:00\tx\n", "tsv"},
		{"user\t01:00:05:00\tV1\tblue\tA --> b, 00:00:05:00 00:00:07:00 00:00:05:00\n", "avid"},
		{"Start;End;Text\n", "csv"}, {"SEP=;\n", "csv"}, {"Start\tEnd\tText\n", "tsv"},
		{"<!-- <tt> --><?x?><a:tt>", "ttml"}, {"<xmeml>", "premiere"}, {"<!DOCTYPE Avid:StreamItems SYSTEM \"AvidSettingsFile.dtd\">\n<Avid:StreamItems>", "avid"},
		{"Markername\tBeschreibung\tIn\tOut\tDauer\tMarkertyp\n\tSie sitzt.\nLange.\t00:00:01:00\t00:00:02:00\t00:00:01:00\tKommentar\n", "premiere"},
		{"マーカー名\t説明\tイン\tアウト\t時間\tマーカーの種類\r\n1\t彼女\t00;00;01;00\t00;00;02;00\t00;00;01;00\tコメント\t\r\n", "premiere"},
		{"Start\tEnd\tDuration\tText\tNote\tStatus\n00:00:01:00\t00:00:02:00\t00:00:01:00\tx\ty\tz\n", "tsv"}, {"<fcpxml/>", "fcpxml"}, {"<html>", ""}, {"<", ""},
		{`<!doctype html><html><meta name="generator" content="vsconvert review page 1">`, "html"},
		{`<!doctype html><html><p>content="vsconvert review`, ""}, {`<tt><x content="vsconvert review page 1"/>`, "ttml"},
		{strings.Repeat("a\n", 49) + event, "edl"}, {strings.Repeat("a\n", 50) + event, ""},
	} {
		require.Equal(t, c.want, sniff.Text(c.text), "%.60q", c.text)
	}
}

func TestFormat(t *testing.T) {
	require.Equal(t, "xlsx", sniff.Format("PK\x03\x04"))
	require.Equal(t, "xlsx", sniff.Format("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00"), "an old .xls")
	require.Equal(t, "vtt", sniff.Format("\xff\xfeW\x00E\x00B\x00V\x00T\x00T\x00"))
	require.Equal(t, "srt", sniff.Format("\xEF\xBB\xBF1\n00:01 --> 00:02\nz\xE9"))
}

func TestWebPage(t *testing.T) {
	for _, page := range []string{"<!DOCTYPE html>", "\ufeff\n<HTML lang='en'>", "<!-- a --><html>"} {
		require.True(t, sniff.WebPage(page), page)
	}
	for _, other := range []string{"", "<tt>", "<!DOCTYPE xmeml>", "html"} {
		require.False(t, sniff.WebPage(other), other)
	}
}

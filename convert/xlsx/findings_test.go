package xlsx_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

// TestFindingsStandBesideTheirRows gives segments out of order: rows are by
// start, and findings count as in the file.
func TestFindingsStandBesideTheirRows(t *testing.T) {
	s := &script.Script{Language: "en", Segments: []script.Segment{
		{ID: "late", Start: 12 * time.Second, End: 15 * time.Second, Text: "She walks down to the sea."},
		{ID: "early", Start: 2 * time.Second, End: 5 * time.Second, Text: "He waves 😀"},
	}}
	var b bytes.Buffer
	require.NoError(t, xlsx.Encoder{Findings: qc.Check(s, qc.Standard())}.Encode(&b, s))
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	defer f.Close()
	for cell, want := range map[string]string{"A7": "early", "I7": "warning: out of order, unspeakable characters", "A8": "late", "I8": ""} {
		got, err := f.GetCellValue(xlsx.ScriptSheet, cell)
		require.NoError(t, err)
		require.Equal(t, want, got, cell)
	}
	rows, err := f.GetRows(xlsx.FindingsSheet)
	require.NoError(t, err)
	require.Equal(t, [][]string{
		{"Severity", "Code", "ID", "Row", "Start", "What", "Value", "Limit", "Words", "Seconds", "Free from", "Free to"},
		{"warning", "out-of-order", "early", "7", "00:00:02.000", "starts 10 s before the segment above it", "2", "12", "", "10"},
		{"warning", "unspeakable", "early", "7", "00:00:02.000", "no voice can read 😀 (U+1F600)"},
	}, rows)
	back, err := xlsx.Decode(&b)
	require.NoError(t, err)
	require.Equal(t, s.Sorted(), back.Segments)
}

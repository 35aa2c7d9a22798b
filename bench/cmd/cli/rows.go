package main

// row is one line of the goals: a conversion, and who does it. Commands are
// words separated by blanks. Words in braces are replaced: {in} and {out} by
// the files, {vsconvert}, {astisub} and {excelize} by the programs.
type row struct {
	name     string
	segments int
	from, to string // extensions
	peers    []peer
}

// peer is a program measured beside ours. Its time divided by ours is to be
// at least floor, and is hoped to be goal.
type peer struct {
	name        string
	command     string
	floor, goal float64
}

const (
	ours     = "{vsconvert} -f %s -t %s {in} -o {out}"
	astisub  = "{astisub} convert -i {in} -o {out}"
	ffmpeg   = "ffmpeg -nostdin -v quiet -y -i {in} {out}"
	copying  = "cp {in} {out}"
	excelize = "{excelize} {in} {out}"
)

// rows are the conversions of one file. Add a line for another one.
var rows = []row{
	{"VTT>SRT 100k", 100000, "vtt", "srt", []peer{{"go-astisub", astisub, 9, 18}, {"ffmpeg", ffmpeg, 16, 32}, {"cp", copying, 0, 0}}},
	{"SRT>VTT 100k", 100000, "srt", "vtt", []peer{{"go-astisub", astisub, 9, 17}, {"ffmpeg", ffmpeg, 10, 20}, {"cp", copying, 0, 0}}},
	{"VTT>TTML 100k", 100000, "vtt", "ttml", []peer{{"go-astisub", astisub, 10, 20}, {"ffmpeg", ffmpeg, 12, 23}, {"cp", copying, 0, 0}}},
	{"TTML>SRT 100k", 100000, "ttml", "srt", []peer{{"go-astisub", astisub, 5, 20}, {"cp", copying, 0, 0}}},
	{"JSON>VTT 100k", 100000, "json", "vtt", []peer{{"cp", copying, 0.05, 0.10}}},
	{"JSON>CSV 100k", 100000, "json", "csv", []peer{{"cp", copying, 0.05, 0.10}}},
	{"JSON>EDL 100k", 100000, "json", "edl", []peer{{"cp", copying, 0.05, 0.10}}},
	{"JSON>XLSX 100k", 100000, "json", "xlsx", []peer{{"excelize", excelize, 0.8, 1.0}}},
	{"VTT>SRT 500", 500, "vtt", "srt", []peer{{"go-astisub", astisub, 1.2, 1.5}, {"ffmpeg", ffmpeg, 9, 11}}},
}

// scaling is the conversion that is measured at growing sizes: ten times the
// segments are to take at most floor times as long.
var scaling = struct {
	from, to    string
	segments    []int
	floor, goal float64
}{"vtt", "srt", []int{10000, 100000, 1000000}, 16, 13}

// memory are the conversions whose peak is looked at, and what it may be: a
// multiple of the input and a number of MiB.
var memory = struct {
	segments    int
	pairs       [][2]string
	floor, goal [2]float64
}{
	1000000,
	[][2]string{{"vtt", "srt"}, {"srt", "vtt"}, {"vtt", "ttml"}, {"ttml", "srt"}, {"json", "vtt"}},
	[2]float64{2, 48}, [2]float64{1.5, 32},
}

// batch converts many small files in one process: at least floor files a
// second, and hopefully goal times as fast as cp.
var batch = struct {
	files, segments int
	from, to        string
	floor, goal     float64
}{5000, 60, "vtt", "srt", 5000, 0.5}

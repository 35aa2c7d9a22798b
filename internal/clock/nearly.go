package clock

import "strings"

// blank is the white space between what makes up a line of times.
const blank = " \t\f\r\n"

// NearlySpan reports whether line would give the times of a cue if its arrow or
// its digits were right: "00:01.000 -> 00:02.000", "00:01,0000 - 00:02,000".
func NearlySpan(line string) bool {
	from, arrow, to := splitSpan(line)
	return arrow != "" && strings.Contains(from, ":") && strings.Contains(to, ":")
}

// MeantAsSpan is NearlySpan for lines that may also be words, such as
// "10:30 - 11:00 news": both times have a fraction, or hours and seconds.
func MeantAsSpan(line string) bool {
	if strings.IndexByte(line, ':') < 0 {
		return false
	}
	from, arrow, to := splitSpan(line)
	return arrow != "" && exact(from) && exact(to)
}

func exact(time string) bool {
	colons := strings.Count(time, ":")
	return colons > 1 || colons == 1 && strings.ContainsAny(time, ".,")
}

// splitSpan returns two times and what stands between them, "" for what is not
// there.
func splitSpan(line string) (from, arrow, to string) {
	line = strings.Trim(line, blank)
	if line == "" || line[0] < '0' || line[0] > '9' {
		return "", "", ""
	}
	from, rest := cutTime(line)
	rest = strings.TrimLeft(rest, blank)
	behind := strings.TrimLeft(rest, "-=>–—→― \t")
	to, _ = cutTime(behind)
	return from, strings.Trim(rest[:len(rest)-len(behind)], blank), to
}

func cutTime(s string) (time, rest string) {
	rest = strings.TrimLeft(s, "0123456789:.,")
	return s[:len(s)-len(rest)], rest
}

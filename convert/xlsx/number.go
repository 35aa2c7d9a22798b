package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// numberFormat is what a cell's number stands for.
type numberFormat uint8

const (
	plain    numberFormat = iota
	timeOnly              // hours, minutes, seconds
	dateOnly
	dateTime
)

// formatOf goes by the number of a built-in format.
func formatOf(id int) numberFormat {
	switch {
	case 14 <= id && id <= 17, 27 <= id && id <= 31, id == 36, 50 <= id && id <= 54, 57 <= id && id <= 58:
		return dateOnly
	case 18 <= id && id <= 21, 45 <= id && id <= 47, 32 <= id && id <= 35, 55 <= id && id <= 56:
		return timeOnly
	case id == 22:
		return dateTime
	}
	return plain
}

// formatOfCode looks for the letters of dates and times outside of quotes,
// escapes and brackets. An m alone is a month.
func formatOfCode(code string) numberFormat {
	date, clock, m := false, false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == ';':
			i = len(code) // what follows is for negative numbers
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '"':
			i += 1 + max(strings.IndexByte(code[i+1:], '"'), 0)
		case code[i] == '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return plain
			}
			clock = clock || strings.Trim(strings.ToLower(code[i+1:i+end]), "hms") == "" && end > 1
			i += end
		case c == 'h' || c == 's':
			clock = true
		case c == 'd' || c == 'y':
			date = true
		case c == 'm':
			m = true
		}
	}
	switch {
	case clock && date:
		return dateTime
	case clock:
		return timeOnly
	case date || m:
		return dateOnly
	}
	return plain
}

// firstDates are the days, from the epoch, that stand for hours of a programme
// rather than for a date: nobody describes what was filmed in 1900.
const firstDates = 366

// text returns the number as a clock time, a date, or decimals.
func (f numberFormat) text(value string, date1904 bool) string {
	v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if f == plain || err != nil || math.IsNaN(v) || math.Abs(v) > 3e6 {
		return plainNumber(value)
	}
	if f == timeOnly || v < firstDates && (f == dateTime || v != math.Trunc(v)) {
		return clockOfDays(v)
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if date1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	days, part := math.Floor(v), v-math.Floor(v)
	date := epoch.AddDate(0, 0, int(days)).Format(time.DateOnly)
	if f == dateOnly {
		return date
	}
	return date + " " + clockOfDays(part)
}

// clockOfDays prints a fraction of a day as HH:MM:SS with the decimals it has,
// to the microsecond: the number carries no more.
func clockOfDays(v float64) string {
	us := int64(math.Round(math.Abs(v) * 86400e6))
	b := make([]byte, 0, 20)
	if v < 0 && us > 0 {
		b = append(b, '-')
	}
	for i, n := range [...]int64{us / 3600e6, us / 60e6 % 60, us / 1e6 % 60} {
		if i > 0 {
			b = append(b, ':')
		}
		if n < 10 {
			b = append(b, '0')
		}
		b = strconv.AppendInt(b, n, 10)
	}
	if us %= 1e6; us > 0 {
		digits := strconv.FormatInt(1e6+us, 10)
		b = append(append(b, '.'), strings.TrimRight(digits[1:], "0")...)
	}
	return string(b)
}

// plainNumber prints a number without exponent and without the noise behind
// its fifteenth digit.
func plainNumber(value string) string {
	v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || math.Abs(v) >= 1e15 {
		return value
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		return value
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

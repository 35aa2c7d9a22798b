package vtt

import (
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// checkSettings reports the first setting that is not legal.
func checkSettings(settings string) error {
	if settings == "" {
		return nil
	}
	seen := map[string]bool{}
	for setting := range strings.SplitSeq(settings, " ") {
		name, value, _ := strings.Cut(setting, ":")
		want := wantSetting(name, value)
		if want == "" && seen[name] {
			want = "each setting once"
		}
		if want != "" {
			return &script.ValueError{Kind: script.ErrValue, Field: "cue settings", Value: setting, Want: want}
		}
		seen[name] = true
	}
	return nil
}

// wantSetting says what a setting should be, or "" when it is legal.
func wantSetting(name, value string) string {
	number, anchor, anchored := strings.Cut(value, ",")
	switch name {
	case "vertical":
		return oneOf(value, "rl", "lr")
	case "align":
		return oneOf(value, "start", "center", "end", "left", "right")
	case "size":
		if !isPercentage(value) {
			return "size: and 0% to 100%"
		}
	case "line":
		if anchored && oneOf(anchor, "start", "center", "end") != "" || !isPercentage(number) && !isInteger(number) {
			return "line: and a line number or 0% to 100%, perhaps with ,start ,center or ,end"
		}
	case "position":
		if anchored && oneOf(anchor, "line-left", "center", "line-right") != "" || !isPercentage(number) {
			return "position: and 0% to 100%, perhaps with ,line-left ,center or ,line-right"
		}
	default:
		return "vertical:, line:, position:, size: or align:, separated by one blank"
	}
	return ""
}

func oneOf(value string, legal ...string) string {
	for _, l := range legal {
		if value == l {
			return ""
		}
	}
	return strings.Join(legal, ", ")
}

// isPercentage reports whether s is a number from 0 to 100 and "%".
func isPercentage(s string) bool {
	number, ok := strings.CutSuffix(s, "%")
	whole, frac, point := strings.Cut(number, ".")
	if !ok || !isDigits(whole) || point && !isDigits(frac) {
		return false
	}
	value, _ := parseDigits(whole)
	return value < 100 || value == 100 && strings.Trim(frac, "0") == ""
}

func isInteger(s string) bool { return isDigits(strings.TrimPrefix(s, "-")) }

func isDigits(s string) bool {
	_, n := parseDigits(s)
	return n > 0 && n == len(s)
}

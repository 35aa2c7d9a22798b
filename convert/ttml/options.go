package ttml

import (
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/script"
)

// complete fills in defaults and reports an option that cannot be.
func (e *Encoder) complete() error {
	e.ScriptType = or(e.ScriptType, vocab.ScriptTypes[0])
	e.Represents = or(strings.Join(strings.Fields(e.Represents), " "), "visual")
	e.Color = or(e.Color, "#ffffff")
	e.Background = or(e.Background, "#000000")
	if int(e.Profile) >= len(profileNames) {
		return wrong("profile", e.Profile.String(), "imsc, imsc1, dapt or ebu-tt-d")
	}
	if !slices.Contains(vocab.ScriptTypes, e.ScriptType) {
		return wrong("script type", e.ScriptType, strings.Join(vocab.ScriptTypes, " or "))
	}
	for token := range strings.FieldsSeq(e.Represents) {
		if !vocab.IsDescriptor(token) {
			return wrong("represents", token, vocab.WantDescriptor)
		}
	}
	if e.Language != "" && !script.IsLanguage(e.Language) {
		return wrong("language", e.Language, `a tag such as "en-GB"`)
	}
	for _, color := range []string{e.Color, e.Background} {
		if !isColor(color) {
			return wrong("color", color, "#rrggbb or #rrggbbaa")
		}
	}
	return e.checkTime()
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func wrong(field, value, want string) error {
	return &script.ValueError{Kind: script.ErrValue, Field: field, Value: value, Want: want}
}

func isColor(s string) bool {
	if len(s) != 7 && len(s) != 9 || s[0] != '#' {
		return false
	}
	return strings.Trim(s[1:], "0123456789abcdefABCDEF") == ""
}

package ttml

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/script"
)

// complete fills in defaults and reports an option that cannot be.
func (e *Encoder) complete() error {
	e.ScriptType = cmp.Or(e.ScriptType, PreRecording)
	e.Represents = cmp.Or(strings.Join(strings.Fields(e.Represents), " "), "visual")
	e.Color = cmp.Or(e.Color, "#ffffff")
	e.Background = cmp.Or(e.Background, "#000000")
	if int(e.Profile) >= len(profileNames) {
		return wrong("profile", e.Profile.String(), "imsc, imsc1, dapt, ebu-tt-d or dapt+imsc")
	}
	if !slices.Contains(vocab.ScriptTypes, string(e.ScriptType)) {
		return wrong("script type", string(e.ScriptType), strings.Join(vocab.ScriptTypes, " or "))
	}
	for token := range strings.FieldsSeq(e.Represents) {
		if !vocab.IsDescriptor(token) {
			return wrong("represents", token, vocab.WantDescriptor)
		}
	}
	if err := e.completeSpeech(); err != nil {
		return err
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

// speakRates are the values of tta:speak that ask for speech.
var speakRates = []string{"normal", "fast", "slow"}

var pitchForm = regexp.MustCompile(`^[+-]?([0-9]+|[0-9]*\.[0-9]+)(%|hz|st)?$`)

func (e *Encoder) completeSpeech() error {
	e.SourceLanguage = cmp.Or(e.SourceLanguage, "zxx")
	switch {
	case !script.IsLanguage(e.SourceLanguage):
		return wrong("source language", e.SourceLanguage, `a tag such as "en-GB", or "zxx" for none`)
	case e.Profile != DAPT:
		return nil
	case e.Speak != "" && !slices.Contains(speakRates, e.Speak):
		return wrong("speak", e.Speak, strings.Join(speakRates, ", "))
	case e.Pitch != "" && !pitchForm.MatchString(e.Pitch):
		return wrong("pitch", e.Pitch, `a percentage, or a number with "hz" or "st"`)
	case e.Pitch != "" && e.Speak == "":
		return fmt.Errorf("%w: a rate of speech for the pitch %q", script.ErrMissing, e.Pitch)
	}
	return nil
}

// checkTranslation refuses a translation of nothing: a document that says so
// would be false.
func (e *Encoder) checkTranslation(s *script.Script) error {
	if e.Profile != DAPT || e.ScriptType != TranslatedTranscript {
		return nil
	}
	language := cmp.Or(e.Language, s.Language)
	if e.SourceLanguage == "zxx" || strings.EqualFold(e.SourceLanguage, language) {
		return wrong("script type", string(e.ScriptType), "another source language than "+e.SourceLanguage+", which the texts translate")
	}
	return nil
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

package ttml

import (
	"slices"
	"strings"
)

// scriptTypes are DAPT's kinds of script; the first is what is written.
var scriptTypes = []string{"preRecording", "originalTranscript", "asRecorded", "translatedTranscript"}

// contentDescriptors is DAPT's registry of what a script represents.
var contentDescriptors = []string{
	"audio", "audio.dialogue", "audio.nonDialogueSounds",
	"visual", "visual.dialogue", "visual.nonText", "visual.text",
	"visual.text.title", "visual.text.credit", "visual.text.location",
}

const wantDescriptor = "a content descriptor of the registry, such as visual.nonText, or a private one such as visual.x-logo"

// isDescriptor reports whether s is registered, or private: after what is
// registered, if anything, comes a part that begins with "x-", and behind that
// any parts.
func isDescriptor(s string) bool {
	if slices.Contains(contentDescriptors, s) {
		return true
	}
	parts := strings.Split(s, ".")
	private := slices.IndexFunc(parts, func(p string) bool { return strings.HasPrefix(p, "x-") && len(p) > 2 })
	if private < 0 || private > 0 && !slices.Contains(contentDescriptors, strings.Join(parts[:private], ".")) {
		return false
	}
	for _, p := range parts[private:] {
		if p == "" || !isNCName("_"+p) {
			return false
		}
	}
	return true
}

package vocab

import (
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
)

// ScriptTypes are DAPT's kinds of script; the first is what is written.
var ScriptTypes = []string{"preRecording", "originalTranscript", "asRecorded", "translatedTranscript"}

// ContentDescriptors is DAPT's registry of what a script represents.
var ContentDescriptors = []string{
	"audio", "audio.dialogue", "audio.nonDialogueSounds",
	"visual", "visual.dialogue", "visual.nonText", "visual.text",
	"visual.text.title", "visual.text.credit", "visual.text.location",
}

// WantDescriptor says what IsDescriptor takes.
const WantDescriptor = "a content descriptor of the registry, such as visual.nonText, or a private one such as visual.x-logo"

// IsDescriptor reports whether s is registered, or private: after what is
// registered, if anything, comes a part that begins with "x-", and behind that
// any parts.
func IsDescriptor(s string) bool {
	if slices.Contains(ContentDescriptors, s) {
		return true
	}
	parts := strings.Split(s, ".")
	private := slices.IndexFunc(parts, func(p string) bool { return strings.HasPrefix(p, "x-") && len(p) > 2 })
	if private < 0 || private > 0 && !slices.Contains(ContentDescriptors, strings.Join(parts[:private], ".")) {
		return false
	}
	for _, p := range parts[private:] {
		if p == "" || !xmltoken.IsNCName("_"+p) {
			return false
		}
	}
	return true
}

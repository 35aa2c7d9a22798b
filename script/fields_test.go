package script_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/script"
)

func TestFields(t *testing.T) {
	require.Equal(t, "nothing", script.Fields(0).String())
	require.Equal(t, "ids, title", (script.IDs | script.Title).String())
	require.Equal(t, "ids, line breaks, notes, statuses, delivery cues, segment languages, title, language, type, job and media id",
		script.Fields(script.AllFields).String())
}

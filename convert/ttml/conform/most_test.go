package conform_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/conform"
)

// A file of nothing but problems does not make for a list of any length.
func TestProblemsAreLimited(t *testing.T) {
	src := `<tt xmlns="http://www.w3.org/ns/ttml"><body><div>` + strings.Repeat(`<p foo="x"/>`, 15000) + `</div></body></tt>`
	problems, err := conform.Validate(strings.NewReader(src), ttml.IMSC11)
	require.NoError(t, err)
	require.Len(t, problems, 10000)
	require.Regexp(t, `, and \d+ problems more$`, problems[len(problems)-1].Err.Error())
}

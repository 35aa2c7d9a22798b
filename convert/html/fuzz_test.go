package html_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/html"
)

// FuzzDecode reads the data of pages that were edited by hand: what is
// accepted comes back the same when it is written anew.
func FuzzDecode(f *testing.F) {
	var page bytes.Buffer
	require.NoError(f, html.Encode(&page, sample()))
	before, rest, _ := strings.Cut(page.String(), `id="vsconvert-data">`)
	data, after, _ := strings.Cut(rest, "</script>")
	data = data[:strings.Index(data, `,"qc":`)] + "}"
	for _, seed := range []string{data, data[:200], strings.Replace(data, "1", "9", 3), "{}", "null", "[]", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		s, err := html.Decode(strings.NewReader(before + `id="vsconvert-data">` + data + "</script>" + after))
		if err != nil {
			return
		}
		var b bytes.Buffer
		require.NoError(t, html.Encode(&b, s))
		again, err := html.Decode(&b)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(s, again))
	})
}

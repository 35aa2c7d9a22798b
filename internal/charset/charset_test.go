package charset_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/charset"
	_ "github.com/vsconvert/vsconvert/internal/golden"
)

func TestDecode(t *testing.T) {
	cases := []struct {
		in, want string
		e        charset.Encoding
		ok       bool
	}{
		{"", "", charset.UTF8, true},
		{"é", "é", charset.UTF8, true},
		{"\xEF\xBB\xBFé", "é", charset.UTF8, true},
		{"\xEF\xBB\xBF\xEF\xBB\xBFa", "\ufeffa", charset.UTF8, true},
		{"\xFF\xFEa\x00\xe9\x00", "aé", charset.UTF16LE, true},
		{"\xFE\xFF\x00a\xd8\x3d\xde\x00", "a😀", charset.UTF16BE, true},
		{"\xFE\xFF\xd8\x3d\x00a", "\ufffda", charset.UTF16BE, false},
		{"\xFF\xFEa\x00b", "a\ufffd", charset.UTF16LE, false},
		{"caf\xe9", "caf\xe9", charset.Unknown, false},
	}
	for _, c := range cases {
		got, e, ok := charset.Decode(c.in)
		require.Equal(t, c.want, got, "%q", c.in)
		require.Equal(t, c.e, e, "%q", c.in)
		require.Equal(t, c.ok, ok, "%q", c.in)
	}
}

func TestFromCP1252(t *testing.T) {
	require.Equal(t, "café “quoted” € \ufffd", charset.FromCP1252("caf\xe9 \x93quoted\x94 \x80 \x81"))
}

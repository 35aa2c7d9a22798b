package html_test

import (
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/html"
	"github.com/vsconvert/vsconvert/internal/interop"
)

// TestInteropFirefox opens a page from disk in headless Firefox. The picture
// it takes has the row that is picked, which the page's script makes when all
// of it has run. Firefox prints errors of the page, as it is told to.
func TestInteropFirefox(t *testing.T) {
	firefox, dir := interop.Client(t, "firefox-esr", "firefox"), t.TempDir()
	write(t, dir, "page.html", encode(t, html.Encoder{Profile: dialogued()}, sample()))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "profile"), 0o755))
	write(t, filepath.Join(dir, "profile"), "user.js", `user_pref("browser.dom.window.dump.enabled", true); user_pref("devtools.console.stdout.content", true);`)
	picture := filepath.Join(dir, "page.png")
	cmd := exec.Command(firefox, "--headless", "--no-remote", "--profile", filepath.Join(dir, "profile"),
		"--window-size", "1280,900", "--screenshot", picture, "file://"+filepath.Join(dir, "page.html"))
	cmd.Env = append(os.Environ(), "HOME="+dir, "MOZ_HEADLESS=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.NotContains(t, string(out), "JavaScript error: file:")
	require.NotContains(t, string(out), "page.html")
	file, err := os.Open(picture)
	require.NoError(t, err)
	defer file.Close()
	img, err := png.Decode(file)
	require.NoError(t, err)
	picked := 0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if r, g, b, _ := img.At(x, y).RGBA(); r>>8 == 0xe2 && g>>8 == 0xed && b>>8 == 0xf9 {
				picked++
			}
		}
	}
	require.Greater(t, picked, 5000, "no row of the list is there")
}

// The program fracbit-gui on a screen of its own (Xvfb), driven with real mouse and key events (xdotool).
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace fracbit::tests {

class RealWindow {
public:
    struct Place {
        int x = 0, y = 0, width = 0, height = 0; ///< pixels of the screen
    };

    /// Starts screen and program; waits until the window is there. `folder`: for settings and other files of this test.
    RealWindow(std::filesystem::path folder, const std::vector<std::string>& arguments = {},
               const std::string& screen = "1280x800x24", const std::string& locale = "C.UTF-8");
    ~RealWindow();
    RealWindow(const RealWindow&) = delete;
    RealWindow& operator=(const RealWindow&) = delete;

    /// What `--widget-map` says now.
    [[nodiscard]] nlohmann::json widgets() const;
    /// Waits until the widget is visible; throws, with the names that are, if it never is.
    [[nodiscard]] Place place(const std::string& widget) const;
    [[nodiscard]] std::string text(const std::string& widget) const;
    /// Whether the condition holds at last.
    bool wait(const std::function<bool(const nlohmann::json&)>& condition) const;
    bool wait_for_text(const std::string& widget, const std::string& part) const;
    bool wait_until_enabled(const std::string& widget) const;

    void click(const std::string& widget) const;
    void click_at(int x, int y) const;
    void drag(int x, int y, int to_x, int to_y) const;
    void type(const std::string& text) const;
    void key(const std::string& keys) const; ///< "Return", "ctrl+o"
    void wheel(const std::string& widget, bool up, int clicks) const;

    /// Asks the program to end, and says with what status it did.
    int close();
    /// The same of a SIGTERM.
    int terminate();
    [[nodiscard]] bool alive() const;
    [[nodiscard]] pid_t process() const { return program_; }

private:
    int wait_for_end();
    void xdotool(const std::vector<std::string>& arguments) const;
    std::filesystem::path folder_, map_;
    std::string display_;
    pid_t screen_ = -1;
    mutable pid_t program_ = -1;
};

} // namespace fracbit::tests

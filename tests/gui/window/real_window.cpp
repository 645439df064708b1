#include "tests/gui/window/real_window.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace fracbit::tests {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 240s; // SystemC under sanitizers on a busy machine takes a while
constexpr auto look_again = 50ms;

/// A child process; `keep`: a descriptor that it inherits.
pid_t start(const std::vector<std::string>& command, const std::filesystem::path& log,
            const std::vector<std::pair<std::string, std::string>>& environment) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> pointers;
    for (const std::string& word : command) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    ::execvp(pointers[0], pointers.data());
    ::_exit(127);
}

void stop(pid_t process) {
    if (process <= 0) return;
    ::kill(process, SIGTERM);
    for (int i = 0; i < 100; ++i) {
        if (::waitpid(process, nullptr, WNOHANG) == process) return;
        std::this_thread::sleep_for(look_again);
    }
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
}

bool wait_until(const std::function<bool()>& condition) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(look_again);
    }
    return true;
}

std::string whole(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

RealWindow::RealWindow(std::filesystem::path folder, const std::vector<std::string>& arguments,
                       const std::string& screen, const std::string& locale)
    : folder_(std::move(folder)), map_(folder_ / "widgets.json") {
    // The server chooses a free display and writes its number, which comes after whatever it complains about.
    const auto number = folder_ / "display.txt";
    for (const auto& earlier : {number, map_}) std::filesystem::remove(earlier); // of a window before in this folder
    screen_ = start(
        {"/bin/sh", "-c", "exec Xvfb -displayfd 3 -nolisten tcp -screen 0 " + screen + " 3>'" + number.string() + "'"},
        folder_ / "xvfb.log", {});
    if (!wait_until([&] { return whole(number).find('\n') != std::string::npos; }))
        throw std::runtime_error("Xvfb does not start: " + whole(folder_ / "xvfb.log"));
    display_ = ":" + whole(number);
    display_.pop_back();
    std::vector<std::string> command{FRACBIT_BINARY_DIR "/bin/fracbit-gui", "--settings",
                                     (folder_ / "session.ini").string(), "--widget-map", map_.string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    program_ = start(command, folder_ / "program.log",
                     {{"DISPLAY", display_},
                      {"QT_QPA_PLATFORM", "xcb"},
                      {"XDG_DATA_HOME", (folder_ / "data").string()},
                      {"XDG_RUNTIME_DIR", folder_.string()},
                      {"HOME", folder_.string()},
                      {"QT_SCALE_FACTOR", "1"},
                      {"DBUS_SESSION_BUS_ADDRESS", "disabled:"}, // libdbus leaks when it finds no bus
                      {"LC_ALL", locale}});
    if (!wait_until([this] { return std::filesystem::exists(map_) || !alive(); }) || !alive())
        throw std::runtime_error("fracbit-gui does not start: " + whole(folder_ / "program.log"));
}

RealWindow::~RealWindow() {
    stop(program_);
    stop(screen_);
}

bool RealWindow::alive() const {
    if (program_ > 0 && ::waitpid(program_, nullptr, WNOHANG) == program_) program_ = -1;
    return program_ > 0;
}

nlohmann::json RealWindow::widgets() const { // the file is replaced as a whole, so what is read is whole
    return nlohmann::json::parse(whole(map_), nullptr, false);
}

bool RealWindow::wait(const std::function<bool(const nlohmann::json&)>& condition) const {
    return wait_until([&] {
        const nlohmann::json now = widgets();
        return now.is_object() && condition(now);
    });
}

RealWindow::Place RealWindow::place(const std::string& widget) const {
    // The same for a while: the map is some 100 ms old, and the window may still be laying itself out.
    constexpr int looks = 8;
    nlohmann::json before;
    int same = 0;
    const bool found = wait([&](const nlohmann::json& now) {
        if (!now.contains(widget)) return false;
        same = now[widget] == before ? same + 1 : 0;
        before = now[widget];
        return same >= looks;
    });
    if (!found) {
        std::string names;
        const nlohmann::json visible = widgets();
        for (const auto& [name, unused] : visible.items()) names += " '" + name + "'";
        throw std::runtime_error("no widget '" + widget + "' is visible; visible are" + names +
                                 "; log: " + whole(folder_ / "program.log"));
    }
    return {before["x"], before["y"], before["width"], before["height"]};
}

std::string RealWindow::text(const std::string& widget) const {
    const nlohmann::json now = widgets();
    return now.contains(widget) ? now[widget].value("text", "") : "";
}

bool RealWindow::wait_for_text(const std::string& widget, const std::string& part) const {
    return wait([&](const nlohmann::json& now) {
        return now.contains(widget) && now[widget].value("text", "").find(part) != std::string::npos;
    });
}

bool RealWindow::wait_until_enabled(const std::string& widget) const {
    return wait([&](const nlohmann::json& now) { return now.contains(widget) && now[widget].value("enabled", false); });
}

void RealWindow::xdotool(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command{"xdotool"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    int status = 0;
    ::waitpid(start(command, folder_ / "xdotool.log", {{"DISPLAY", display_}}), &status, 0);
    if (status != 0) throw std::runtime_error("xdotool: " + whole(folder_ / "xdotool.log"));
}

void RealWindow::click_at(int x, int y) const {
    xdotool({"mousemove", std::to_string(x), std::to_string(y), "click", "1"});
}

void RealWindow::click(const std::string& widget) const {
    const Place at = place(widget);
    constexpr int inside = 9; // a check box hears clicks on box and text, which are at its left
    const bool check_box = widgets()[widget].contains("checked");
    click_at(check_box ? at.x + inside : at.x + at.width / 2, at.y + at.height / 2);
}

void RealWindow::drag(int x, int y, int to_x, int to_y) const {
    xdotool({"mousemove", std::to_string(x), std::to_string(y), "mousedown", "1", "mousemove",
             std::to_string((x + to_x) / 2), std::to_string((y + to_y) / 2), "mousemove", std::to_string(to_x),
             std::to_string(to_y), "mouseup", "1"});
}

void RealWindow::type(const std::string& text) const { xdotool({"type", "--delay", "5", text}); }

void RealWindow::key(const std::string& keys) const { xdotool({"key", keys}); }

void RealWindow::wheel(const std::string& widget, bool up, int clicks) const {
    const Place at = place(widget);
    xdotool({"mousemove", std::to_string(at.x + at.width / 2), std::to_string(at.y + at.height / 2), "click",
             "--repeat", std::to_string(clicks), up ? "4" : "5"});
}

int RealWindow::close() {
    click("menu_bar/File"); // with the mouse: without a window manager keys may have no window to go to
    click("file_menu/Quit");
    return wait_for_end();
}

int RealWindow::terminate() {
    ::kill(program_, SIGTERM);
    return wait_for_end();
}

int RealWindow::wait_for_end() {
    int status = -1;
    pid_t ended = 0;
    wait_until([&] { return (ended = ::waitpid(program_, &status, WNOHANG)) == program_; });
    if (ended != program_) return -1;
    program_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace fracbit::tests

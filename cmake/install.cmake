# `cmake --install build/release --prefix PREFIX`: the programs to bin/, and to share/fracbit what pages and examples name, in
# the same folders as here. Programs look for files of their own in ../share/fracbit, wherever PREFIX is moved to. Target
# `programs` builds what that needs, without tests.
set(share share/fracbit)
add_custom_target(programs)
foreach(program IN ITEMS fracbit fracbit-train fracbit-gui)
  if(TARGET ${program})
    add_dependencies(programs ${program})
    install(TARGETS ${program} RUNTIME DESTINATION bin)
  endif()
endforeach()
if(TARGET fracbit-gui)
  install(FILES ${CMAKE_BINARY_DIR}/share/fracbit/example.sqlite DESTINATION ${share})
endif()
install(FILES README.md CHANGELOG.md CONTRIBUTING.md LICENSE DESTINATION ${share})
install(FILES bench/README.md DESTINATION ${share}/bench)
install(FILES traces/README.md DESTINATION ${share}/traces)
install(DIRECTORY docs examples DESTINATION ${share}
  PATTERN CMakeLists.txt EXCLUDE PATTERN "*.cpp" EXCLUDE PATTERN "*.hpp" EXCLUDE)
install(DIRECTORY traces/samples DESTINATION ${share}/traces)

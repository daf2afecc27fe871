@echo off
rem The command line of an installed Telewide: the program itself, as plain Node.
setlocal
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\Telewide.exe" "%~dp0..\app.asar\dist\main\telewide.js" %*

@echo off
rem Reviews the inbox once; the task of jixiao-task.xml starts it every month. See docs\schedule.md.
rem Save this file as UTF-8 without a byte order mark. Paths with Chinese characters may stand below chcp alone.
setlocal
chcp 65001 >nul

rem ---- The paths and the level: edit these lines. ----
set "JIXIAO=C:\jixiao\jixiao.exe"
set "INBOX=C:\jixiao\in"
set "OUTPUT=C:\jixiao\out"
set "LOG=C:\jixiao\out\jixiao.log"
set "LEVEL=red"
rem ---- Below nothing has to be changed. ----

if not exist "%OUTPUT%" mkdir "%OUTPUT%"
>>"%LOG%" echo ==== %DATE% %TIME%
"%JIXIAO%" run "%INBOX%" --out "%OUTPUT%" --fail-on %LEVEL% >>"%LOG%" 2>&1
set "CODE=%ERRORLEVEL%"
>>"%LOG%" echo ==== exit code %CODE%
exit /b %CODE%
